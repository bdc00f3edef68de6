package transport

import (
	"context"
	"slices"

	"github.com/slack-go/slack"
)

// Form is a modal as Slack takes it.
type Form = slack.ModalViewRequest

// Home is a home tab as Slack takes it.
type Home = slack.HomeTabViewRequest

// Open shows a form to whoever caused the trigger, at most three seconds ago; on
// top of the one they have before them if there is one.
func (c *Client) Open(ctx context.Context, trigger string, onTop bool, f Form) error {
	method, open := "views.open", c.api.Load().OpenViewContext
	if onTop {
		method, open = "views.push", c.api.Load().PushViewContext
	}
	return c.inSomeView("opening the form "+f.CallbackID, f.Blocks.BlockSet, func(blocks []slack.Block) error {
		_, err := open(ctx, trigger, formOf(f, blocks)) // not later: the trigger would be too old
		return c.written(method, err)
	})
}

// Change shows another form in place of the one with this id.
func (c *Client) Change(ctx context.Context, id string, f Form) error {
	return c.inSomeView("changing the form "+f.CallbackID, f.Blocks.BlockSet, func(blocks []slack.Block) error {
		return c.writing(ctx, "views.update", func() error {
			_, err := c.api.Load().UpdateViewContext(ctx, formOf(f, blocks), "", "", id)
			return err
		})
	})
}

// Publish shows a home tab to user.
func (c *Client) Publish(ctx context.Context, user string, h Home) error {
	return c.inSomeView("publishing the home tab", h.Blocks.BlockSet, func(blocks []slack.Block) error {
		h.Blocks.BlockSet = blocks
		return c.writing(ctx, "views.publish", func() error {
			_, err := c.api.Load().PublishViewContext(ctx, slack.PublishViewContextRequest{UserID: user, View: h})
			return err
		})
	})
}

// inSomeView shows a view in the best of its forms that Slack takes: as it is, in
// the oldest blocks, as words alone.
func (c *Client) inSomeView(doing string, blocks []slack.Block, show func([]slack.Block) error) (err error) {
	for i, form := range [][]slack.Block{blocks, plainer(blocks, true), plainer(blocks, false)} {
		if i > 0 {
			c.log.Warn().Err(err).Str("doing", doing).Msg("view refused, showing an older form")
		}
		if err = show(form); !formRefused(err) {
			break
		}
	}
	return c.explained(err, doing)
}

// formOf is a form of other blocks. One without a field has nothing to send.
func formOf(f Form, blocks []slack.Block) Form {
	f.Blocks.BlockSet = blocks
	if !slices.ContainsFunc(blocks, isField) {
		f.Submit = nil
	}
	return f
}

func isField(b slack.Block) bool { return b.BlockType() == slack.MBTInput }

// withoutFields stands where fields cannot be shown.
const withoutFields = "What could be filled in here cannot be shown. Write to me, or use /licensing help."

// maxView is how many blocks Slack takes in a view.
const maxView = 100

// plainer is a view as sections of text; between them its fields, and its buttons
// beside what they are called, if it is still to be used.
func plainer(blocks []slack.Block, used bool) (plain []slack.Block) {
	add := func(text *slack.TextBlockObject, beside *slack.Accessory) {
		plain = append(plain, slack.NewSectionBlock(text, nil, beside))
	}
	if !used && slices.ContainsFunc(blocks, isField) {
		add(slack.NewTextBlockObject(slack.PlainTextType, withoutFields, false, false), nil)
	}
	for _, b := range blocks {
		switch b := b.(type) {
		case *slack.InputBlock:
			if used {
				plain = append(plain, b)
			}
		case *slack.ActionBlock:
			for _, e := range b.Elements.ElementSet {
				if button, ok := e.(*slack.ButtonBlockElement); ok && used {
					add(button.Text, slack.NewAccessory(button))
				}
			}
		case *slack.HeaderBlock:
			add(b.Text, nil)
		case *slack.SectionBlock:
			add(b.Text, nil)
		case *slack.ContextBlock:
			for _, e := range b.ContextElements.Elements {
				if text, ok := e.(*slack.TextBlockObject); ok {
					add(text, nil)
				}
			}
		}
	}
	return plain[:min(len(plain), maxView)]
}
