// Elements: what people press, choose from and type into, and which block
// takes which.

package slacktest

// elements are the kinds that this package knows. Others that Slack has are
// refused as unsupported, so that nobody relies on what was never tried here.
func elements() shapes {
	all := shapes{
		"button": base(shape{
			"text": must(plainText(75)), "value": may(str(0, 2000)), "url": may(str(0, urlLimit)),
			"style": may(oneOf("primary", "danger")), "accessibility_label": may(str(1, 75)),
		}),
		"plain_text_input": typed(shape{"multiline": may(boolean), "min_length": may(integer(0, 3000)), "max_length": may(integer(1, 3000))}),
		"number_input":     typed(shape{"is_decimal_allowed": must(boolean), "min_value": may(str(1, 40)), "max_value": may(str(1, 40))}),
	}
	for name, s := range selects() {
		all[name] = s
	}
	return all
}

// base is an interactive element.
func base(more shape) shape {
	return shape{"action_id": identifier(), "confirm": confirmation(), "focus_on_load": may(boolean)}.and(more)
}

// placeheld is an element that shows a hint while it is empty.
func placeheld(more shape) shape { return shape{"placeholder": may(plainText(150))}.and(more) }

// typed is an element to type into.
func typed(more shape) shape {
	dispatch := shape{"trigger_actions_on": may(items(1, 2, oneOf("on_enter_pressed", "on_character_entered")))}
	return placeheld(shape{
		"action_id": identifier(), "focus_on_load": may(boolean), "initial_value": may(str(0, 3000)),
		"dispatch_action_config": may(dispatch.rule),
	}).and(more)
}

// selects are the menus, each for one choice and for many.
func selects() shapes {
	static := shape{"options": must(items(1, 100, option))}
	external := shape{"min_query_length": may(whole())}
	return shapes{
		"static_select":         one(static, "initial_option", option),
		"multi_static_select":   many(static, "initial_options", option),
		"external_select":       one(external, "initial_option", option),
		"multi_external_select": many(external, "initial_options", option),
	}
}

// one and many are menus for one choice and for several; they differ in what
// they begin with and in who may bound it.
func one(s shape, initial string, r rule) shape {
	return base(placeheld(s.and(shape{initial: may(r), "response_url_enabled": may(boolean)})))
}

func many(s shape, initial string, r rule) shape {
	return base(placeheld(s.and(shape{initial: may(items(1, 100, r)), "max_selected_items": may(integer(1, 100))})))
}

// singleSelects, multiSelects and inputs are the elements by what they
// can do, which is how blocks take them.
func singleSelects() []string {
	return []string{"static_select", "external_select"}
}

func multiSelects() []string {
	names := singleSelects()
	for i, name := range names {
		names[i] = "multi_" + name
	}
	return names
}

func inputs() []string {
	return []string{"plain_text_input", "number_input"}
}

// allowed gives the rule for the elements of some lists together.
func allowed(lists ...[]string) rule {
	var names []string
	for _, list := range lists {
		names = append(names, list...)
	}
	return elements().only(names...).rule
}
