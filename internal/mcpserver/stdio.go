// Stdio: MCP over standard input and output, one client, one JSON message a line.

package mcpserver

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sync"

	"github.com/mark3labs/mcp-go/mcp"
)

// Stdio serves the one client that writes to in and reads from out. When in
// ends, calls in progress are finished and answered before Stdio returns nil;
// when ctx is done, they get the server's grace. Nothing but protocol is
// written to out. A read that blocks outlives Stdio until in is closed.
func (s *Server) Stdio(ctx context.Context, in io.Reader, out io.Writer) error {
	client := s.newSession(surfaceStdio, surfaceStdio, lineWriter(out))
	working, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	lines := make(chan inputLine)
	go readLines(ctx, in, lines)
	for {
		select {
		case <-ctx.Done():
			s.drain()
			client.finish()
			return nil
		case input := <-lines:
			switch {
			case input.err == nil:
				client.receive(working, input.text)
				continue
			case errors.Is(input.err, errTooLong):
				client.write(protocolError(nil, mcp.INVALID_REQUEST, tooLong))
				continue
			}
			return s.finishInput(ctx, client, input.err)
		}
	}
}

// finishInput answers what was asked before the input ended. No time is set for
// it, unless the program is told to stop meanwhile.
func (s *Server) finishInput(ctx context.Context, client *session, end error) error {
	defer context.AfterFunc(ctx, s.drain)()
	client.finish()
	if errors.Is(end, io.EOF) {
		return nil
	}
	return fmt.Errorf("reading standard input: %w", end)
}

// lineWriter gives the function that writes one message as one line.
func lineWriter(out io.Writer) func(message any) error {
	var mu sync.Mutex
	return func(message any) error {
		raw, err := json.Marshal(message)
		if err != nil {
			return err
		}
		mu.Lock()
		defer mu.Unlock()
		_, err = out.Write(append(raw, '\n'))
		return err
	}
}

// inputLine is one line of input, or why there is none.
type inputLine struct {
	text json.RawMessage
	err  error
}

var errTooLong = errors.New("line too long")

// tooLong is what the client is told about a message beyond maxMessage.
const tooLong = "The message is longer than 1 MiB (1048576 bytes). Nothing was done."

// readLines passes on the lines of in until it ends or ctx is done. The last
// thing it passes is the error that ended the input.
func readLines(ctx context.Context, in io.Reader, lines chan<- inputLine) {
	reader := bufio.NewReader(in)
	for {
		text, err := readLine(reader)
		if err == nil && len(text) == 0 {
			continue
		}
		select {
		case lines <- inputLine{text, err}:
		case <-ctx.Done():
			return
		}
		if err != nil && !errors.Is(err, errTooLong) {
			return
		}
	}
}

// readLine reads one line without the white space around it. A line beyond
// maxMessage is read to its end and dropped. The last line needs no line end.
func readLine(in *bufio.Reader) (json.RawMessage, error) {
	var text []byte
	long := false
	for {
		part, err := in.ReadSlice('\n')
		if len(text)+len(part) > maxMessage {
			long, text = true, nil
		}
		if !long {
			text = append(text, part...)
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case long:
			return nil, errTooLong
		case errors.Is(err, io.EOF) && len(bytes.TrimSpace(text)) > 0:
			return bytes.TrimSpace(text), nil
		}
		return bytes.TrimSpace(text), err
	}
}
