package release

func writeCard(in *Input, m *Manifest, accepted, rejected *table) []byte {
	return []byte("# " + in.Plan.Name + "\n")
}
