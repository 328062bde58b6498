package tools_test

// list is the answer of a list as a client reads it.
type list struct {
	Items  []struct{ ID, Name string }
	Total  int
	Offset int
}
