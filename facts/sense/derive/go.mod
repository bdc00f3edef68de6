module github.com/pilcrow-bot/pilcrow/facts/sense/derive

go 1.26.0
