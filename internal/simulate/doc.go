// Package simulate lets chance try the gate: replicas of the program on one state and
// one tenant, with lost and late answers, killed and frozen processes, clicks and
// repetitions, all decided by a seed, in a clock of its own. What must hold whatever
// happens is checked at the end of each.
package simulate
