package desk

import (
	"context"

	"rembuk/internal/chat"
	"rembuk/internal/dialog"
)

// askWhat offers the questions that are answered here without a case.
func (v *visit) askWhat(ctx context.Context) error {
	if d, ok := v.state.Talk(); ok && d.Flow == "question" {
		return v.keepAndSay(ctx, v.flow(d).Ask(d, v.voice(), ""))
	}
	var list []dialog.Item
	for _, q := range v.office.Questions {
		list = append(list, dialog.Item{ID: q.Key, Label: v.say("question.title." + q.Key)})
	}
	v.in.Kind = chat.Command // the key is no story
	return v.begin(ctx, "question", "", nil, list)
}

// question answers what a text asks, if it asks something that needs no case.
func (v *visit) question(ctx context.Context) (done bool, err error) {
	key, ok := v.asks()
	if !ok {
		return false, nil
	}
	return true, v.reply(ctx, v.answer(key))
}

// asks gives the question that the text asks.
func (v *visit) asks() (key string, ok bool) {
	if v.in.Kind != chat.Text || v.in.Forward {
		return "", false
	}
	text := v.in.Text.Reveal()
	return v.office.Questions.Find(text, v.office.Lexicon.Read(text), v.office.Lexicon.Sensitive(text))
}

// answer promises nothing, and offers to report all the same.
func (v *visit) answer(key string) chat.Message {
	return chat.Message{Text: v.say("question.answer."+key) + "\n" + v.say("question.report")}
}

// chosenQuestion answers the question that was chosen; own words are asked of the list, or are what they would have been without it.
func (v *visit) chosenQuestion(ctx context.Context, d dialog.Draft) error {
	v.state.Close(v.in, false)
	if key := d.Answers["topic"].Option; key != "" {
		return v.reply(ctx, v.answer(key))
	}
	if done, err := v.question(ctx); done || err != nil {
		return err
	}
	return v.hear(ctx)
}
