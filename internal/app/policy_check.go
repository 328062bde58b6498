// Checking a policy: its file, and where the tenant can be asked, the groups that
// its roles are drawn from.

package app

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"govgroup/internal/policy"
	"govgroup/internal/tools"
)

// CheckPolicy reads a policy file and says whether it can be used. Every mistake
// is named with its line. Groups that are not there, or that several of are, are
// warnings: the file is sound, and the tenant changes without it.
func CheckPolicy(ctx context.Context, s Settings, h Host, path string) error {
	p, err := policy.Load(path, policy.Options{Tools: Operations(), Log: h.Log})
	if err != nil {
		return err
	}
	fmt.Fprintf(h.Stdout, "%s can be used.\n", path)
	if !p.DrawsOnGroups() {
		return nil
	}
	unclear, err := unclearGroups(ctx, s, h, p)
	if err != nil {
		fmt.Fprintf(h.Stdout, "The groups in members_of were not looked up: %v\n", err)
	}
	for _, sentence := range unclear {
		fmt.Fprintln(h.Stdout, "Warning: "+sentence)
	}
	return nil
}

func unclearGroups(ctx context.Context, s Settings, h Host, p *policy.Policy) ([]string, error) {
	t, err := openTenant(s, h)
	if err != nil {
		return nil, err
	}
	defer func() { _ = t.close() }()
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	return p.UnclearGroups(ctx, &tools.Invocation{Client: t.Client})
}

// policyCheck is the doctor's.
func policyCheck(s Settings, h Host, t tenant) check {
	return check{"policy", func(ctx context.Context) (string, error) {
		if s.Policy == "" {
			return "none, so the built-in rules are in force", nil
		}
		p, err := policy.Load(s.Policy, policy.Options{Tools: Operations(), Log: h.Log})
		if err != nil {
			return "", err
		}
		unclear, err := p.UnclearGroups(ctx, &tools.Invocation{Client: t.Client})
		if err == nil && len(unclear) > 0 {
			err = errors.New(strings.Join(unclear, " "))
		}
		return s.Policy + " can be used", err
	}, always("Correct the policy; members_of takes the ids of governance groups, which govgroup_list shows.")}
}
