package dialog_test

import (
	"rembuk/internal/dialog"
	"rembuk/internal/flows"
	"rembuk/internal/words"
)

func belongs() scene {
	return scene{flow: flows.Belongs(), voice: words.In("id"), list: []dialog.Item{{ID: "BS-4821-0937-9", Label: "BS-4821-0937-9, Ulu Manna"}}}
}

func decline() scene {
	return scene{flow: flows.Decline(), voice: words.In("id"), preset: dialog.Answers{".case": {Option: "BS-4821-0937-9"}}}
}

func language() scene { return scene{flow: flows.Language(), voice: words.In("id")} }
