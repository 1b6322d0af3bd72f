package source

// jsonl reads JSON lines: one object a line.
type jsonl struct {
	lines  *lines
	parser parser
	sum    *summary // nil: make fields; else note their names and types there
}

func (j *jsonl) next(r *row) error {
	for {
		line, long, err := j.lines.next()
		if err != nil {
			return err
		}
		if blank(line) {
			continue
		}
		r.line, r.raw = j.lines.number, line
		if r.bad = lineFault(line, long, j.lines.max); r.bad != nil {
			return nil
		}
		j.parser.build = j.sum == nil
		fields, ok := j.parser.object(line)
		if !ok {
			f := j.parser.fault
			r.bad = &f
			return nil
		}
		r.fields = fields
		if j.sum != nil {
			j.sum.seen(j.parser.seen)
		}
		return nil
	}
}
