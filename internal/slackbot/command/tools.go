// Tools: those behind the commands.

package command

import "govgroup/internal/tools"

// Tools lists the tools that have a command, in their order.
func (g *Grammar) Tools() []tools.Tool {
	var all []tools.Tool
	for _, c := range g.commands {
		if c.words[0] != pending {
			all = append(all, c.tool)
		}
	}
	return all
}

// Tool finds a tool by its name.
func (g *Grammar) Tool(name string) (tools.Tool, bool) {
	for _, c := range g.commands {
		if c.tool.Name == name {
			return c.tool, true
		}
	}
	return tools.Tool{}, false
}
