// Bearer tokens as a program: making, listing and revoking them.

package app

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"govgroup/internal/audit"
	"govgroup/internal/signin"
	"govgroup/internal/tools"
)

// NewToken makes a token for a subject and prints it, alone, to standard output.
// Lasts is how long it is good: days (90d), a duration (12h) or never.
func NewToken(ctx context.Context, s Settings, h Host, name, subject, lasts string) error {
	period, err := lifetimeOf(lasts)
	if err != nil {
		return err
	}
	return withTokens(ctx, s, h, func(tokens signin.Tokens, log *audit.Log) error {
		whole, made, err := tokens.New(ctx, name, subject, period)
		if err != nil {
			return err
		}
		if err := recordToken(ctx, s, h, log, audit.TokenMade, made); err != nil {
			_, revoking := tokens.Revoke(ctx, made.ID)
			return errors.Join(err, revoking)
		}
		fmt.Fprintf(h.Stderr, "Token %s (%s) for %s, good until %s. It is shown this once; the state keeps only its hash.\n",
			made.ID, made.Name, made.Subject, day(made.Expires))
		_, err = fmt.Fprintln(h.Stdout, whole)
		return err
	})
}

// ListTokens prints what is known of every token, oldest first.
func ListTokens(ctx context.Context, s Settings, h Host) error {
	db, err := readState(ctx, s)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	all, err := db.Tokens().List(ctx)
	if err != nil {
		return err
	}
	table := tabwriter.NewWriter(h.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "ID\tNAME\tSUBJECT\tSTATE\tCREATED\tEXPIRES\tLAST USED")
	for _, t := range all {
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n",
			t.ID, t.Name, t.Subject, t.State(time.Now()), day(t.Created), day(t.Expires), day(t.Used))
	}
	return table.Flush()
}

// RevokeToken ends a token for good, by its id or its name.
func RevokeToken(ctx context.Context, s Settings, h Host, idOrName string) error {
	return withTokens(ctx, s, h, func(tokens signin.Tokens, log *audit.Log) error {
		revoked, err := tokens.Revoke(ctx, idOrName)
		if err != nil {
			return err
		}
		if err := recordToken(ctx, s, h, log, audit.TokenRevoked, revoked); err != nil {
			return fmt.Errorf("the token lets nobody in any more, but that is not on record: %w", err)
		}
		_, err = fmt.Fprintf(h.Stdout, "Token %s (%s) for %s lets nobody in any more.\n", revoked.ID, revoked.Name, revoked.Subject)
		return err
	})
}

func withTokens(ctx context.Context, s Settings, h Host, use func(signin.Tokens, *audit.Log) error) error {
	db, err := openState(ctx, s, h)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	return use(signin.Tokens{Store: db.Tokens()}, audit.NewLog(db.Audit(), time.Now))
}

// recordToken puts on record who got in, or no longer does; never the token.
func recordToken(ctx context.Context, s Settings, h Host, log *audit.Log, kind audit.Kind, t signin.Token) error {
	_, err := log.Append(ctx, audit.Entry{
		Kind: kind, Actor: s.commandLine(h), Tool: strings.ReplaceAll(string(kind), "_", " "), State: tools.StatusDone,
		Reason: fmt.Sprintf("token %s (%s) for %s, good until %s", t.ID, t.Name, t.Subject, day(t.Expires)),
	})
	return err
}

// longestLife keeps times within what the state can hold.
const longestLife = 100 * 365 * 24 * time.Hour

// lifetimeOf reads how long a token is good; never is 0.
func lifetimeOf(text string) (time.Duration, error) {
	if text == "never" {
		return 0, nil
	}
	period, err := time.ParseDuration(text)
	if days, is := strings.CutSuffix(text, "d"); is {
		var n uint64
		n, err = strconv.ParseUint(days, 10, 16)
		period = time.Duration(n) * 24 * time.Hour
	}
	if err != nil || period <= 0 || period > longestLife {
		return 0, fmt.Errorf("--expires %q cannot be used; it is a number of days such as 90d, a duration such as 12h, or never. No token was made", text)
	}
	return period, nil
}

// day writes a time in UTC, to the minute.
func day(t time.Time) string {
	if t.IsZero() {
		return "never"
	}
	return t.UTC().Format("2006-01-02 15:04Z")
}
