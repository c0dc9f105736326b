package simulator_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"time"

	"rembuk/internal/simulator"
)

// A bot asks, a person answers by a key of the keyboard.
func Example() {
	sim, _ := simulator.Open(simulator.Config{})
	_ = sim.AddBot("1701:secret", "rembuk_bot", "Rembuk")
	sim.AddPerson(simulator.Person{ID: 1001, FirstName: "Siti"})
	server := httptest.NewServer(sim) // what the bot is given as Telegram's address
	defer server.Close()
	defer sim.Close() // first, since it ends the open streams

	siti := sim.Chat("rembuk_bot", 1001)
	siti.Start("")
	answer, _ := http.PostForm(server.URL+"/bot1701:secret/sendMessage", url.Values{
		"chat_id": {"1001"}, "text": {"Betul?"}, "reply_markup": {`{"keyboard":[["Ya","Tidak"]]}`},
	})
	_ = answer.Body.Close()
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	if err := siti.WaitFor(ctx, simulator.Says("Betul?")); err != nil {
		fmt.Println(err)
	}
	fmt.Println(siti.Keyboard())
	fmt.Println(siti.Press("Mungkin"))
	fmt.Println(siti.Press("Ya"))
	http.DefaultClient.CloseIdleConnections()
	// Output:
	// [[Ya Tidak]]
	// no such key: "Mungkin" is not one of ["Ya" "Tidak"]
	// <nil>
}
