// Package simulator is a Telegram small enough to sit in a test or a demonstration: a Bot API server, the chats and groups behind it, the
// phones of the people who write in them, and a page in the browser that shows several of those phones side by side.
//
// It is strict where the real one is strict, since a program that is right here must be right there: a chat's messages and a person's taps are
// two queues that can overtake one another, each delivered in order and one at a time until a 2xx; what nobody fetches in a day is dropped;
// a tap dies after 150 s; an edit that changes nothing is an error; sending too fast is answered by 429. Sources: the Bot API's documentation
// and the behaviour of Telegram's open-source bot server.
//
// It knows nothing of our program: no case, no flow, no sentence of ours. It speaks to it only by HTTP, and only over loopback. It is
// no messenger: there are no accounts, no secrets worth keeping, and whoever reaches the page may play anybody.
//
// A story in a test:
//
//	sim, _ := simulator.Open(simulator.Config{})
//	_ = sim.AddBot("1701:secret", "rembuk_bot", "Rembuk")
//	sim.AddPerson(simulator.Person{ID: 1001, FirstName: "Siti"})
//	server := httptest.NewServer(sim) // the bot's server URL
//	siti := sim.Chat("rembuk_bot", 1001)
//	siti.Start("")
//	_ = siti.WaitFor(ctx, simulator.Says("Ceritakan"))
//	_ = siti.Press("KIRIM")
package simulator
