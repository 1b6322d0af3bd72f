package redundancy

// families are the rows of a group by the clusters that they are in.
type families struct {
	all []family
	at  map[int32]int // by root
}

// family is rows of a group that are in one cluster.
type family struct {
	root    int32
	members []entry // those that longer rows may be near to
}

// add adds a row to the family of its root.
func (f *families) add(root int32, y entry) {
	k, ok := f.at[root]
	if !ok {
		k = len(f.all)
		f.at[root] = k
		f.all = append(f.all, family{root: root})
	}
	f.all[k].members = append(f.all[k].members, y)
}

// merge makes one of the families of two roots that have been united. One of them
// may have no rows yet.
func (f *families) merge(a, b int32) {
	now := min(a, b)
	x, hasA := f.at[a]
	y, hasB := f.at[b]
	delete(f.at, a)
	delete(f.at, b)
	switch {
	case hasA && hasB:
		to, from := &f.all[x], &f.all[y]
		if len(from.members) > len(to.members) {
			to.members, from.members = from.members, to.members
		}
		to.members, to.root = append(to.members, from.members...), now
		f.at[now] = x
		f.remove(y)
	case hasA:
		f.all[x].root, f.at[now] = now, x
	case hasB:
		f.all[y].root, f.at[now] = now, y
	}
}

// remove takes out a family that is no more; the last one comes to its place.
func (f *families) remove(k int) {
	last := len(f.all) - 1
	if k != last {
		f.all[k] = f.all[last]
		f.at[f.all[k].root] = k
	}
	f.all[last] = family{}
	f.all = f.all[:last]
}
