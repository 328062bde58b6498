// The doctor of the Slack bot: what it needs of Slack, and what every program needs.

package app

import (
	"context"
	"errors"
	"net"

	"govgroup/internal/slackbot"
)

// SlackDoctor tries the bot's settings, as [Doctor] does those of the MCP server.
func SlackDoctor(ctx context.Context, s SlackSettings, h Host, asJSON bool) error {
	d := examination{ctx: ctx}
	d.try(slackAddressCheck(s, h))
	for _, f := range slackbot.Examine(ctx, s.config(h)) {
		d.found(f)
	}
	d.works(s.Settings, h, func(runtime) error { return nil })
	return d.report(h, asJSON)
}

// found takes over what was found in Slack.
func (d *examination) found(f slackbot.Finding) {
	finding := Finding{Check: "slack " + f.Check, OK: f.Fault == "", Found: f.Found}
	if !finding.OK {
		finding.Found, finding.Fault, finding.Cure = "", f.Fault, f.Cure
	}
	d.findings = append(d.findings, finding)
}

// slackAddressCheck opens the address as the bot would, and closes it.
func slackAddressCheck(s SlackSettings, h Host) check {
	return check{"address", func(context.Context) (string, error) {
		switch {
		case s.Addr == "" && h.Getenv(appTokenVariable) == "" && h.Getenv(signingSecretVariable) != "":
			return "", errNoAddress
		case s.Addr == "":
			return "none: there are no probes", nil
		}
		listener, err := net.Listen("tcp", s.Addr)
		if err != nil {
			return "", err
		}
		return s.Addr + " is free", listener.Close()
	}, always("Give another --addr, such as 127.0.0.1:8081, or stop the program that listens there.")}
}

// errNoAddress says what is missing where Slack comes to the bot.
var errNoAddress = errors.New("without an app token Slack reaches the bot over HTTP: give --addr")
