// Grammar: what people type, and what is understood.

package command_test

import (
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/app"
	"govgroup/internal/slackbot/command"
	"govgroup/internal/tools"
)

// grammar of all tools; making their schemas takes a while.
var grammar = sync.OnceValue(func() *command.Grammar { return command.New("/govgroup", app.Operations()) })

// after are the words that follow the first one in commands of several.
func after(first string) []string {
	var words []string
	for _, t := range app.Operations() {
		if w := t.Words(); len(w) > 1 && w[0] == first {
			words = append(words, w[1])
		}
	}
	return words
}

// emails of the users that the tests mention.
var emails = map[string][]string{"U123": {"jane@corp.example"}, "W9": {"bob@corp.example"}, "S1": {"jane@corp.example", "bob@corp.example"}}

// Only what would have changed something says that it did not.
func TestNothingWasChangedIsSaidOfChanges(t *testing.T) {
	for line, assured := range map[string]bool{
		`members add "DB Access`: true, `members add "DB Access" --nonsense x`: true, `nonsense`: true,
		`get --nonsense x`: false, `list --limit many`: false,
	} {
		c, err := grammar().Parse(line)
		if err == nil {
			_, err = c.Arguments(nil)
		}
		require.Error(t, err, line)
		assert.Equal(t, assured, strings.HasSuffix(err.Error(), " Nothing was changed."), err.Error())
	}
}

func TestLinesBecomeCalls(t *testing.T) {
	for line, want := range map[string]struct{ tool, arguments string }{
		`list`:                               {tools.NameList, `{}`},
		`LIST`:                               {tools.NameList, `{}`},
		`list db`:                            {tools.NameList, `{"query":"db"}`},
		`list --member <@U123|jane>`:         {tools.NameList, `{"member":"jane@corp.example"}`},
		`list --member=<@U123|jane>`:         {tools.NameList, `{"member":"jane@corp.example"}`},
		`list --limit 5 --offset=10`:         {tools.NameList, `{"limit":5,"offset":10}`},
		`list --LIMIT 5`:                     {tools.NameList, `{"limit":5}`},
		`list —limit 5`:                      {tools.NameList, `{"limit":5}`},
		`list –limit 5`:                      {tools.NameList, `{"limit":5}`},
		`list --sorters -name`:               {tools.NameList, `{"sorters":"-name"}`},
		`list --query="foo bar"`:             {tools.NameList, `{"query":"foo bar"}`},
		`list --query=“foo bar”`:             {tools.NameList, `{"query":"foo bar"}`},
		`list --filters "name sw \"DB\""`:    {tools.NameList, `{"filters":"name sw \"DB\""}`},
		`list -- --odd`:                      {tools.NameList, `{"query":"--odd"}`},
		`list "--odd"`:                       {tools.NameList, `{"query":"--odd"}`},
		`get "DB Access"`:                    {tools.NameGet, `{"group":"DB Access"}`},
		`get “DB Access”`:                    {tools.NameGet, `{"group":"DB Access"}`},
		`get „DB Access“`:                    {tools.NameGet, `{"group":"DB Access"}`},
		`get ‘DB Access’`:                    {tools.NameGet, `{"group":"DB Access"}`},
		`get 'DB Access'`:                    {tools.NameGet, `{"group":"DB Access"}`},
		`get «DB Access»`:                    {tools.NameGet, `{"group":"DB Access"}`},
		"get\u00a0“DB\u00a0Access”\u202f":    {tools.NameGet, `{"group":"DB Access"}`},
		`get 's-Hertogenbosch`:               {tools.NameGet, `{"group":"'s-Hertogenbosch"}`},
		`get O'Brien`:                        {tools.NameGet, `{"group":"O'Brien"}`},
		`get "The "real" one"`:               {"", `{}`}, // ends at real": see TestRefusals
		`get "5"-inch"`:                      {tools.NameGet, `{"group":"5\"-inch"}`},
		`get R&amp;D`:                        {tools.NameGet, `{"group":"R&D"}`},
		`get "&lt;b&gt; &amp;lt;"`:           {tools.NameGet, `{"group":"<b> &lt;"}`},
		`get "a < b > c"`:                    {tools.NameGet, `{"group":"a < b > c"}`},
		`get <http://db.example|db.example>`: {tools.NameGet, `{"group":"db.example"}`},
		`get "see <https://db.example>"`:     {tools.NameGet, `{"group":"see https://db.example"}`},
		`people find <mailto:jane@corp.example|jane@corp.example>`: {tools.NamePeopleFind, `{"query":"jane@corp.example"}`},
		`members list "DB" --limit 5`:                              {tools.NameMembersList, `{"group":"DB","limit":5}`},
		`members add "DB Access" <@U123|jane> bob@corp.example`:    {tools.NameMembersAdd, `{"group":"DB Access","members":["jane@corp.example","bob@corp.example"]}`},
		`members add DB <@U123>, <@W9>,`:                           {tools.NameMembersAdd, `{"group":"DB","members":["jane@corp.example","bob@corp.example"]}`},
		`members add DB a@b.example, "Doe, Jane", x`:               {tools.NameMembersAdd, `{"group":"DB","members":["a@b.example","Doe, Jane","x"]}`},
		`members add --members a b --group DB`:                     {tools.NameMembersAdd, `{"group":"DB","members":["a","b"]}`},
		`members remove DB <@U123|jane>`:                           {tools.NameMembersRemove, `{"group":"DB","members":["jane@corp.example"]}`},
		`bulk delete "A B" C`:                                      {tools.NameBulkDelete, `{"groups":["A B","C"]}`},
		`create "New Team" <@U123|jane>`:                           {tools.NameCreate, `{"name":"New Team","owner":"jane@corp.example"}`},
		`create "New" jane --members a b`:                          {tools.NameCreate, `{"name":"New","owner":"jane","members":["a","b"]}`},
		`update DB --description ""`:                               {tools.NameUpdate, `{"group":"DB","description":""}`},
		`pending`:                                                  {tools.NameConfirmation, `{}`},
		`confirmation abc`:                                         {tools.NameConfirmation, `{"id":"abc"}`},
		`history "DB"`:                                             {tools.NameHistory, `{"group":"DB"}`},
		`undo abc`:                                                 {tools.NameUndo, `{"change":"abc"}`},
		`whoami`:                                                   {tools.NameWhoami, `{}`},

		// One name needs no quotes, and neither does one before people.
		`get DB Access`:                                       {tools.NameGet, `{"group":"DB Access"}`},
		`get O'Brien and Co --`:                               {tools.NameGet, `{"group":"O'Brien and Co"}`},
		`delete DB Access`:                                    {tools.NameDelete, `{"group":"DB Access"}`},
		`delete DB Access --reason "not used"`:                {tools.NameDelete, `{"group":"DB Access","reason":"not used"}`},
		`members list DB Access`:                              {tools.NameMembersList, `{"group":"DB Access"}`},
		`members list DB Access --limit 5`:                    {tools.NameMembersList, `{"group":"DB Access","limit":5}`},
		`connections list DB Access`:                          {tools.NameConnectionsList, `{"group":"DB Access"}`},
		`people find ahmed bianchi`:                           {tools.NamePeopleFind, `{"query":"ahmed bianchi"}`},
		`list db access`:                                      {tools.NameList, `{"query":"db access"}`},
		`members add DB Access <@U123|jane> bob@corp.example`: {tools.NameMembersAdd, `{"group":"DB Access","members":["jane@corp.example","bob@corp.example"]}`},
		`members remove DB Access <mailto:bob@corp.example|bob@corp.example>`: {tools.NameMembersRemove, `{"group":"DB Access","members":["bob@corp.example"]}`},
		`create Payments Approvers <@U123|jane>`:                              {tools.NameCreate, `{"name":"Payments Approvers","owner":"jane@corp.example"}`},

		// Whose groups.
		`list <@U123|jane>`:                      {tools.NameList, `{"member":"jane@corp.example"}`},
		`list ahmed.bianchi@corp.example`:        {tools.NameList, `{"member":"ahmed.bianchi@corp.example"}`},
		`list member=ahmed.bianchi@corp.example`: {tools.NameList, `{"member":"ahmed.bianchi@corp.example"}`},
		`groups <@U123|jane>`:                    {tools.NameList, `{"member":"jane@corp.example"}`},

		// Other words.
		`find db`:                       {tools.NameList, `{"query":"db"}`},
		`search DB Access`:              {tools.NameList, `{"query":"DB Access"}`},
		`groups`:                        {tools.NameList, `{}`},
		`show DB Access`:                {tools.NameGet, `{"group":"DB Access"}`},
		`info "DB Access"`:              {tools.NameGet, `{"group":"DB Access"}`},
		`who DB Access`:                 {tools.NameMembersList, `{"group":"DB Access"}`},
		`who is in DB Access`:           {tools.NameMembersList, `{"group":"DB Access"}`},
		`Who can approve for DB Access`: {tools.NameMembersList, `{"group":"DB Access"}`},
		`members DB Access`:             {tools.NameMembersList, `{"group":"DB Access"}`},
		`connections DB Access`:         {tools.NameConnectionsList, `{"group":"DB Access"}`},
		`people ahmed`:                  {tools.NamePeopleFind, `{"query":"ahmed"}`},
		`add DB Access <@U123|jane>`:    {tools.NameMembersAdd, `{"group":"DB Access","members":["jane@corp.example"]}`},
		`members add DB Access <!subteam^S1|@team>, ann@corp.example`: {tools.NameMembersAdd, `{"group":"DB Access","members":["jane@corp.example","bob@corp.example","ann@corp.example"]}`},
		`add bob@corp.example, <@U123|jane> to DB Access`:             {tools.NameMembersAdd, `{"group":"DB Access","members":["bob@corp.example","jane@corp.example"]}`},
		`remove <@U123|jane> from "DB Access" --reason left`:          {tools.NameMembersRemove, `{"group":"DB Access","members":["jane@corp.example"],"reason":"left"}`},
		`members add DB Access a@x.example,b@x.example`:               {tools.NameMembersAdd, `{"group":"DB Access","members":["a@x.example","b@x.example"]}`},
		`remove "DB Access" bob@corp.example`:                         {tools.NameMembersRemove, `{"group":"DB Access","members":["bob@corp.example"]}`},
		`rename DB Access to Data Access`:                             {tools.NameUpdate, `{"group":"DB Access","name":"Data Access"}`},
		`rename "DB to go" "DB"`:                                      {tools.NameUpdate, `{"group":"DB to go","name":"DB"}`},

		// Times and people of a history.
		`history since today`:             {tools.NameHistory, `{"since":"today"}`},
		`history today`:                   {tools.NameHistory, `{"since":"today"}`},
		`history DB Access since 2 weeks`: {tools.NameHistory, `{"group":"DB Access","since":"2 weeks"}`},
		`history since last week until yesterday by <@U123|jane>`: {tools.NameHistory, `{"since":"last week","until":"yesterday","actor":"jane@corp.example"}`},
		`history "today"`: {tools.NameHistory, `{"group":"today"}`},

		// Emoji, and lists without blanks.
		`get "Launch :rocket: crew"`:                               {tools.NameGet, `{"group":"Launch 🚀 crew"}`},
		`get Launch :rocket: crew :nobodys-own:`:                   {tools.NameGet, `{"group":"Launch 🚀 crew :nobodys-own:"}`},
		`create ":tada: Team" <@U123|jane>`:                        {tools.NameCreate, `{"name":"🎉 Team","owner":"jane@corp.example"}`},
		`members add DB ann@x.example,ben@x.example;cyd@x.example`: {tools.NameMembersAdd, `{"group":"DB","members":["ann@x.example","ben@x.example","cyd@x.example"]}`},
		`members add DB <@U123>; <@W9>;`:                           {tools.NameMembersAdd, `{"group":"DB","members":["jane@corp.example","bob@corp.example"]}`},
		`bulk delete "A B","E F"; C,D`:                             {tools.NameBulkDelete, `{"groups":["A B","E F","C","D"]}`},
	} {
		t.Run(line, func(t *testing.T) {
			c, err := grammar().Parse(line)
			if want.tool == "" {
				require.Error(t, err)
				return
			}
			require.NoError(t, err)
			raw, err := c.Arguments(emails)
			require.NoError(t, err)
			assert.Equal(t, command.Run, c.Kind)
			assert.Equal(t, want.tool, c.Tool.Name)
			assert.JSONEq(t, want.arguments, string(raw))
		})
	}
}

func TestWhatIsNotUnderstoodIsOneLineAndNothingHappens(t *testing.T) {
	for line, want := range map[string]string{
		`deleet`:                         `did you mean /govgroup delete?`,
		`detect DB`:                      `There is no command “detect”; /govgroup help lists them all.`,
		`bulk`:                           `“bulk” is no whole command`,
		`lst`:                            `There is no command “lst”; did you mean /govgroup list?`,
		`member add DB x`:                `There is no command “member add”; did you mean /govgroup members add?`,
		`members ad DB x`:                `There is no command “members ad”; did you mean /govgroup members add?`,
		`members`:                        `“members” is no whole command; /govgroup members goes on with ` + strings.Join(after("members"), ", ") + `.`,
		`xyzzy plugh`:                    `There is no command “xyzzy”; /govgroup help lists them all.`,
		`get`:                            `Missing: group. For example: /govgroup get "DB Access"`,
		`delete`:                         `Missing: group. For example: /govgroup delete "DB Access"`,
		`members remove DB`:              `Missing: members. For example: /govgroup members remove "DB Access" @jane bob@corp.example`,
		`create a b c`:                   `Put what belongs together in quotes: /govgroup create … "b c".`,
		`whoami now`:                     `“whoami” takes no arguments.`,
		`whoami --now`:                   `“whoami” takes no arguments.`,
		`list --limt 5`:                  `“list” has no --limt; did you mean --limit?`,
		`list --zzzzzzzz 5`:              `“list” has no --zzzzzzzz; it takes --query, --member,`,
		`list --limit`:                   `--limit needs a value.`,
		`list --query --limit 5`:         `--query needs a value; put it in quotes if it begins with dashes.`,
		`list --limit five`:              `“limit” takes a whole number, not “five”.`,
		`list --limit 1 --limit 2`:       `“limit” is given twice and takes one value.`,
		`get <@U123|jane>`:               `@jane is a person, and “group” is not one.`,
		`get x<@U123|jane>`:              `Leave a blank before the mention of @jane.`,
		`get "x <@U123|jane>"`:           `Write the mention of @jane without quotes.`,
		`members add DB @jane`:           `@jane is no mention that Slack knows.`,
		`members add DB <@U5|eve>`:       `It is not known who @eve is in the tenant.`,
		`get <#C12|general>`:             `That mentions a channel.`,
		`list --member <!here>`:          `That mentions a whole channel.`,
		`list --member <!subteam^S1|@x>`: `@x are several people, and “member” is one.`,
		`get "DB Access`:                 `The quote that begins "DB Access is not closed.`,
		`get “DB Access`:                 `The quote that begins “DB Access is not closed.`,
		`get "The "real" one"`:           ``,
		`<@U123|list>`:                   `There is no command “@list”; did you mean /govgroup list?`,
	} {
		t.Run(line, func(t *testing.T) {
			c, err := grammar().Parse(line)
			if err == nil {
				_, err = c.Arguments(emails)
			}
			var fault *tools.Error
			require.ErrorAs(t, err, &fault)
			assert.Contains(t, fault.Message, want)
			assert.NotContains(t, fault.Message, "\n")
		})
	}
}

func TestWhatChangesHasAFormWhereSomethingIsMissing(t *testing.T) {
	for line, want := range map[string]string{
		`create`:            `{}`,
		`create "New Team"`: `{"name":"New Team"}`,
		`update`:            `{}`,
		`update "DB"`:       `{"group":"DB"}`,
		`members add`:       `{}`,
		`members add "DB"`:  `{"group":"DB"}`,
	} {
		t.Run(line, func(t *testing.T) {
			c, err := grammar().Parse(line)
			require.NoError(t, err)
			assert.Equal(t, command.OpenForm, c.Kind)
			raw, err := c.Arguments(nil)
			require.NoError(t, err)
			assert.JSONEq(t, want, string(raw))
		})
	}
}

func TestLaunchAndHelp(t *testing.T) {
	for line, want := range map[string]command.Command{
		``:                   {Kind: command.ShowLauncher},
		"\u00a0 ":            {Kind: command.ShowLauncher},
		`help`:               {Kind: command.ShowHelp, Topic: []string{}},
		`Help members add`:   {Kind: command.ShowHelp, Topic: []string{"members", "add"}},
		`?`:                  {Kind: command.ShowHelp, Topic: []string{}},
		`-h`:                 {Kind: command.ShowHelp, Topic: []string{}},
		`--help`:             {Kind: command.ShowHelp, Topic: []string{}},
		`? members add`:      {Kind: command.ShowHelp, Topic: []string{"members", "add"}},
		`members add --help`: {Kind: command.ShowHelp, Topic: []string{"members", "add"}},
	} {
		c, err := grammar().Parse(line)
		require.NoError(t, err, line)
		assert.Equal(t, want, c, line)
	}
}

func TestUndoAloneMeansOnesOwnLastChange(t *testing.T) {
	for _, line := range []string{`undo`, `undo last`, `Undo my last change`} {
		c, err := grammar().Parse(line)
		require.NoError(t, err, line)
		assert.Equal(t, command.UndoLast, c.Kind, line)
	}
}

func TestMentionsAreListedOnce(t *testing.T) {
	c, err := grammar().Parse(`create X <@U123|jane> --members <@W9|bob> <@U123|jane>`)
	require.NoError(t, err)
	assert.Equal(t, []string{"U123", "W9"}, c.Mentions())
}

func TestToolsThatAreNotThereAreNoCommands(t *testing.T) {
	g := command.New("/gg", []tools.Tool{})
	_, err := g.Parse("list")
	require.ErrorContains(t, err, "/gg help lists them all")
}
