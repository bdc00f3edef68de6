// The emoji that can be written as :name:, in the order they are offered.
export const emoji = Object.fromEntries(`
smile 😄,grinning 😀,joy 😂,wink 😉,blush 😊,thinking_face 🤔,neutral_face 😐,confused 😕,cry 😢,sob 😭,
sunglasses 😎,upside_down_face 🙃,face_with_monocle 🧐,partying_face 🥳,shrug 🤷,facepalm 🤦,wave 👋,pray 🙏,
clap 👏,muscle 💪,raised_hands 🙌,ok_hand 👌,point_right 👉,point_left 👈,point_up ☝️,eyes 👀,thumbsup 👍,+1 👍,thumbsdown 👎,-1 👎,
heart ❤️,green_heart 💚,blue_heart 💙,sparkles ✨,star ⭐,fire 🔥,tada 🎉,rocket 🚀,bulb 💡,memo 📝,
books 📚,book 📖,newspaper 📰,page_facing_up 📄,bookmark 🔖,link 🔗,mag 🔍,scales ⚖️,balance_scale ⚖️,briefcase 💼,
moneybag 💰,dollar 💵,euro 💶,yen 💴,chart_with_upwards_trend 📈,chart_with_downwards_trend 📉,bar_chart 📊,calendar 📅,
iphone 📱,satellite_antenna 📡,computer 💻,cloud ☁️,robot_face 🤖,office 🏢,globe_with_meridians 🌐,handshake 🤝,
white_check_mark ✅,heavy_check_mark ✔️,x ❌,warning ⚠️,question ❓,exclamation ❗,information_source ℹ️,no_entry ⛔,
hourglass_flowing_sand ⏳,alarm_clock ⏰,lock 🔒,key 🔑,bell 🔔,hash #️⃣,100 💯,zzz 💤,coffee ☕,pizza 🍕,cake 🍰,
arrow_right ➡️,arrow_left ⬅️,arrow_up ⬆️,arrow_down ⬇️,one 1️⃣,two 2️⃣,three 3️⃣,speech_balloon 💬,wastebasket 🗑️,gear ⚙️`
  .split(',').map((pair) => pair.trim().split(' ')))

const written = /:([a-z0-9_+-]+):/g

// withEmoji is text with the names of emoji replaced by what they are.
export const withEmoji = (text) => text.replace(written, (all, name) => emoji[name] || all)

// emojiLike lists the names that fit what is typed, those that begin with it first.
export function emojiLike(typed) {
  const names = Object.keys(emoji)
  const begin = names.filter((n) => n.startsWith(typed))
  return [...begin, ...names.filter((n) => !begin.includes(n) && n.includes(typed))].slice(0, 8)
}
