// Limits: what Slack takes, in characters unless said otherwise.

package card

const (
	maxBlocks      = 50   // of a message
	maxModalBlocks = 100  // of a modal
	maxText        = 3000 // of a section, and of the plain text that we send
	maxHeader      = 150
	maxButtonText  = 75
	maxButtonValue = 2000
	maxButtons     = 25 // of a row
	maxActionID    = 255
	maxModalTitle  = 24 // also of a modal's submit and close
	maxMetadata    = 3000
	maxOptions     = 100
	maxOptionText  = 75 // also of its description
	maxOptionValue = 150
	maxInput       = 3000  // of what can be typed into a field
	maxLabel       = 2000  // of a field, and of its hint
	maxPlaceholder = 150   // of a field
	maxTableRows   = 100   // beside the header
	maxTableText   = 10000 // of all cells together
)

// What we keep to where Slack documents nothing.
const (
	maxBlocksText = 12000 // of all blocks together; refused from about 13,000
	maxLine       = 1200  // of a line: the longest description with its label
	maxNote       = 300   // of a small grey line
	maxCell       = 250   // of a cell of a table
)
