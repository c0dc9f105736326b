package simulator

import (
	"time"
)

type faultOrder struct {
	Limits       *bool
	Hurry        float64
	Twice        int
	DropAnswers  int    `json:"drop_answers"`
	HoldMessages *int64 `json:"hold_messages"`
	HoldTaps     *int64 `json:"hold_taps"`
	Delay        *struct {
		Queue   string
		ID      int64
		Seconds float64
	}
	Release      bool
	Inaccessible *bool
	Clear        bool
	Fail         *struct {
		Method string
		N      int
		Failure
	}
}

func (s *Server) serveFaults(o faultOrder) (any, error) {
	f := s.faults
	if o.Clear {
		f.Clear()
	}
	if o.Limits != nil {
		f.Limits(*o.Limits)
	}
	if o.Hurry > 0 {
		f.Hurry(o.Hurry)
	}
	if o.Twice > 0 {
		f.DeliverTwice(o.Twice)
	}
	if o.DropAnswers > 0 {
		f.DropAnswers(o.DropAnswers)
	}
	if o.HoldMessages != nil {
		f.HoldMessages(*o.HoldMessages)
	}
	if o.HoldTaps != nil {
		f.HoldTaps(*o.HoldTaps)
	}
	if o.Delay != nil {
		f.Delay(o.Delay.Queue, o.Delay.ID, time.Duration(o.Delay.Seconds*float64(time.Second)))
	}
	if o.Release {
		f.Release()
	}
	if o.Inaccessible != nil {
		f.Inaccessible(*o.Inaccessible)
	}
	if o.Fail != nil {
		f.Fail(o.Fail.Method, max(o.Fail.N, 1), o.Fail.Failure)
	}
	return obj{"ok": true}, nil
}
