// Miniredis is a redis that holds everything in memory.
package main

import (
	"flag"
	"log"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/alicebob/miniredis/v2"
)

// tick is how late a key may expire.
const tick = 100 * time.Millisecond

func main() {
	address := flag.String("address", "127.0.0.1:6379", "where it listens, as host:port")
	flag.Parse()
	server := miniredis.NewMiniRedis()
	if err := server.StartAddr(*address); err != nil {
		log.Fatal(err)
	}
	defer server.Close()
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, syscall.SIGINT, syscall.SIGTERM)
	// Its keys expire only when somebody moves its clock.
	ticker := time.NewTicker(tick)
	defer ticker.Stop()
	last := time.Now()
	for {
		select {
		case now := <-ticker.C:
			server.FastForward(now.Sub(last))
			last = now
		case <-stop:
			return
		}
	}
}
