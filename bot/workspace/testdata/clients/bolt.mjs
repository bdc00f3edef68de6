// An app made with Slack's own framework, for a workspace to be judged by: it
// answers a mention, a command, an action and a form. Its settings come from the
// environment; with SLACK_SIGNING_SECRET it listens, else it uses Socket Mode.
import bolt from '@slack/bolt'

const { App, LogLevel } = bolt
const env = process.env
const app = new App({
  token: env.SLACK_BOT_TOKEN,
  ...(env.SLACK_SIGNING_SECRET
    ? { signingSecret: env.SLACK_SIGNING_SECRET, port: Number(env.PORT) }
    : { appToken: env.SLACK_APP_TOKEN, socketMode: true }),
  clientOptions: { slackApiUrl: env.SLACK_API_URL },
  logLevel: LogLevel.WARN,
})

const button = { type: 'actions', elements: [{ type: 'button', action_id: 'open', text: { type: 'plain_text', text: 'Open' }, value: 'it' }] }

app.event('app_mention', async ({ event, say }) => {
  await say({ text: `You said: ${event.text}`, thread_ts: event.ts, blocks: [button] })
})

app.command('/bolt', async ({ ack, command, respond }) => {
  await ack(`Heard ${command.text}`)
  await respond(`And again: ${command.text}`)
})

app.action('open', async ({ ack, body, client }) => {
  await ack()
  await client.views.open({
    trigger_id: body.trigger_id,
    view: {
      type: 'modal', callback_id: 'form', private_metadata: body.channel.id,
      title: { type: 'plain_text', text: 'A form' }, submit: { type: 'plain_text', text: 'Send' },
      blocks: [{
        type: 'input', block_id: 'word', label: { type: 'plain_text', text: 'A word' },
        element: { type: 'plain_text_input', action_id: 'word' },
      }],
    },
  })
})

app.view('form', async ({ ack, view, client }) => {
  const word = view.state.values.word.word.value
  if (word === 'wrong') return ack({ response_action: 'errors', errors: { word: 'Another one, please' } })
  await ack()
  await client.chat.postMessage({ channel: view.private_metadata, text: `The word is ${word}` })
})

await app.start()
console.log('up')
process.stdin.on('close', () => process.exit(0)).resume() // as long as whoever started it lives
