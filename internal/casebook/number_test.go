package casebook

import (
	"strings"
	"testing"
)

func TestANumberReadsAsItWasWritten(t *testing.T) {
	n := NewNumber("BS", 48210937)
	if !strings.HasPrefix(string(n), "BS-4821-0937-") || len(n) != len("BS-4821-0937-9") {
		t.Fatalf("number %s", n)
	}
	plain := strings.ReplaceAll(string(n), "-", "")
	for _, typed := range []string{
		string(n), strings.ToLower(string(n)), plain, plain[2:], "  " + string(n) + " ", "BS " + plain[2:], strings.ReplaceAll(string(n), "-", " "),
		strings.ReplaceAll(string(n), "-", "–"), strings.ReplaceAll(string(n)[3:], "-", "."),
	} {
		if got, ok := ReadNumber("BS", typed); !ok || got != n {
			t.Errorf("%q reads as %s, %v", typed, got, ok)
		}
	}
	for _, typed := range []string{"", "BS", "BS-4821-0937", plain + "0", "CT" + plain[2:], "BS-4821-o937-" + plain[10:], "4821-0937", "١٢٣٤٥٦٧٨٩"} {
		if got, ok := ReadNumber("BS", typed); ok {
			t.Errorf("%q reads as %s", typed, got)
		}
	}
}

// The table is a quasigroup without anything that hides a swap: H. Michael Damm, 2004. A worked example of his: 572 has the check digit 4.
func TestTheCheckDigitIsTheUsualOne(t *testing.T) {
	if got := dammDigit("572"); got != 4 {
		t.Errorf("572 has check digit %d, want 4", got)
	}
}

func TestEveryWrongDigitAndEverySwapOfNeighboursIsFound(t *testing.T) {
	for n := uint32(0); n < 100_000_000; n += 9_973 {
		digits := []byte(strings.ReplaceAll(string(NewNumber("BS", n))[3:], "-", ""))
		if dammDigit(string(digits)) != 0 {
			t.Fatalf("%s is wrong as it is", digits)
		}
		for i := range digits {
			right := digits[i]
			for wrong := byte('0'); wrong <= '9'; wrong++ {
				if digits[i] = wrong; wrong != right && dammDigit(string(digits)) == 0 {
					t.Fatalf("%s: a wrong digit at %d is not found", digits, i)
				}
			}
			digits[i] = right
			if i == 0 || digits[i] == digits[i-1] {
				continue
			}
			digits[i], digits[i-1] = digits[i-1], digits[i]
			if dammDigit(string(digits)) == 0 {
				t.Fatalf("%s: the swap at %d is not found", digits, i)
			}
			digits[i], digits[i-1] = digits[i-1], digits[i]
		}
	}
}

func TestANumberHasEightDigitsWhateverItIsMadeOf(t *testing.T) {
	for n, want := range map[uint32]string{0: "BS-0000-0000-", 99_999_999: "BS-9999-9999-", 100_000_000: "BS-0000-0000-", 4_294_967_295: "BS-9496-7295-"} {
		if got := string(NewNumber("BS", n)); !strings.HasPrefix(got, want) {
			t.Errorf("%d becomes %s", n, got)
		}
	}
}
