// Slack's limits, in characters unless said otherwise.

package card

import "unicode/utf8"

const (
	maxBlocks      = 50   // of a message
	maxModalBlocks = 100  // of a modal
	maxText        = 3000 // of a section, and of the fallback text we send
	maxHeader      = 150
	maxButtonText  = 75
	maxButtonValue = 2000
	maxButtons     = 25 // of an actions block
	maxActionID    = 255
	maxModalTitle  = 24 // also of a modal's submit and close
	maxMetadata    = 3000
	maxOptions     = 100
	maxOptionText  = 75
	maxOptionValue = 150
	maxTableRows   = 100   // beside the header
	maxTableText   = 10000 // of all cells together
	maxBlocksText  = 12000 // of all blocks together; not documented, refused from about 13,000
)

func length(s string) int { return utf8.RuneCountInString(s) }
