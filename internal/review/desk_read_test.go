package review

import (
	"testing"

	"seedbed.dev/seedbed"
)

// A desk can be read while another has the ledger, and changes nothing.
func TestReadDesk(t *testing.T) {
	ctx, dir := t.Context(), t.TempDir()
	d, err := OpenDesk(ctx, DeskOptions{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	p := Person{ID: NewPersonID(), Roles: []Role{Owner}}
	if err := d.Join(ctx, p); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenDesk(ctx, DeskOptions{Dir: dir}); seedbed.CodeOf(err) != seedbed.CodeBusy {
		t.Errorf("two desks have the ledger: %v", err)
	}
	r, err := ReadDesk(ctx, DeskOptions{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if got, ok := r.Person(p.ID); !ok || !got.Has(Owner) {
		t.Errorf("who joined is not known: %+v", got)
	}
	if err := r.Join(ctx, Person{ID: NewPersonID(), Roles: []Role{Rater}}); seedbed.CodeOf(err) != seedbed.CodeBusy {
		t.Errorf("somebody joined by a desk that only reads: %v", err)
	}
}
