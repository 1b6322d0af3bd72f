package release

import (
	"slices"
	"strings"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/plan"
)

// frontMatter writes the YAML that the Hugging Face hub and datasets read: the
// card's configs name the files of the split, so that the rejected rows are
// never loaded with the others.
func frontMatter(in *Input, m *Manifest, accepted, said *table) string {
	var b strings.Builder
	list := func(key string, values []string) {
		if len(values) == 0 {
			return
		}
		b.WriteString(key + ":\n")
		for _, v := range values {
			b.WriteString("- " + yamlText(v) + "\n")
		}
	}
	r := &in.Plan.Release
	b.WriteString("---\n")
	b.WriteString("pretty_name: " + yamlText(title(in.Plan)) + "\n")
	list("language", r.Language)
	b.WriteString(licenseKeys(in))
	list("annotations_creators", annotators(accepted, said))
	list("language_creators", writers(accepted))
	list("source_datasets", sourceDatasets(in.Plan))
	list("size_categories", []string{sizeCategory(m.Rows.Accepted)})
	list("task_categories", r.Tasks)
	list("tags", []string{"synthetic", "seedbed"})
	b.WriteString("configs:\n- config_name: default\n")
	// datasets caches what it loads from a folder by the folder's name and this
	// section, and not by the files: without the digest, somebody who loads a
	// newer release would be given the rows of the one before.
	b.WriteString("  description: " + yamlText("sha256:"+m.Data) + "\n")
	b.WriteString("  data_files:\n  - split: " + m.Split + "\n    path: " + yamlText(accepted.files[0].path) + "\n")
	if said != nil {
		b.WriteString("- config_name: votes\n  description: " + yamlText("sha256:"+m.Data) + "\n")
		b.WriteString("  data_files:\n  - split: " + m.Split + "\n    path: " + yamlText(votesParquet) + "\n")
	}
	b.WriteString("---\n\n")
	return b.String()
}

func title(p *plan.Plan) string {
	switch {
	case p.Release.PrettyName != "":
		return p.Release.PrettyName
	case p.Name != "":
		return p.Name
	default:
		return "A dataset without a name"
	}
}

// sizeCategory returns the hub's name for so many rows.
func sizeCategory(rows int) string {
	names := []string{"n<1K", "1K<n<10K", "10K<n<100K", "100K<n<1M", "1M<n<10M", "10M<n<100M", "100M<n<1B", "1B<n<10B", "10B<n<100B", "100B<n<1T"}
	limit := 1000
	for _, name := range names {
		if rows < limit {
			return name
		}
		limit *= 10
	}
	return "n>1T"
}

func annotators(accepted, said *table) []string {
	if said != nil {
		programs := said.stats.origins[seedbed.OriginGenerated]
		switch {
		case programs == said.stats.rows:
			return []string{"machine-generated"}
		case accepted.stats.scored || programs > 0:
			return []string{"machine-generated", "other"}
		}
		return []string{"other"}
	}
	if accepted.stats.scored || accepted.stats.origins[seedbed.OriginLabelOnly] > 0 {
		return []string{"machine-generated"}
	}
	return []string{"no-annotation"}
}

// writers says who wrote the language of the released rows. People's rows are
// "found": Seedbed does not know how they were gathered.
func writers(accepted *table) []string {
	var out []string
	o := accepted.stats.origins
	if o[seedbed.OriginHuman]+o[seedbed.OriginLabelOnly]+o[seedbed.OriginPerturbed] > 0 {
		out = append(out, "found")
	}
	if o[seedbed.OriginGenerated]+o[seedbed.OriginSimulated]+o[seedbed.OriginPerturbed] > 0 {
		out = append(out, "machine-generated")
	}
	if len(out) == 0 {
		out = append(out, "other")
	}
	return out
}

func sourceDatasets(p *plan.Plan) []string {
	if len(p.Sources) == 0 {
		return []string{"original"}
	}
	var out []string
	for i := range p.Sources {
		out = append(out, "extended|other-"+slug(p.Sources[i].Name))
	}
	return out
}

// licenses are the licence identifiers of the hub that data is likely to have.
var licenses = []string{
	"apache-2.0", "mit", "bsd", "bsd-2-clause", "bsd-3-clause", "cc", "cc0-1.0", "cc-by-2.0", "cc-by-2.5", "cc-by-3.0", "cc-by-4.0",
	"cc-by-sa-3.0", "cc-by-sa-4.0", "cc-by-nc-2.0", "cc-by-nc-3.0", "cc-by-nc-4.0", "cc-by-nd-4.0", "cc-by-nc-nd-3.0",
	"cc-by-nc-nd-4.0", "cc-by-nc-sa-2.0", "cc-by-nc-sa-3.0", "cc-by-nc-sa-4.0", "cdla-sharing-1.0", "cdla-permissive-1.0",
	"cdla-permissive-2.0", "odc-by", "odbl", "pddl", "gpl-3.0", "gpl-2.0", "lgpl-3.0", "agpl-3.0", "mpl-2.0", "unlicense", "wtfpl",
	"openrail", "bigscience-openrail-m", "creativeml-openrail-m", "gemma", "llama2", "llama3", "llama3.1", "llama3.2", "llama3.3", "llama4",
	"other", "unknown",
}

// hubLicense returns the hub's identifier of a licence, "" where it has none.
func hubLicense(name string) string {
	id := strings.ToLower(strings.TrimSpace(name))
	id = strings.NewReplacer(" ", "-", "_", "-").Replace(id)
	switch id {
	case "odc-by-1.0":
		id = "odc-by"
	case "odbl-1.0":
		id = "odbl"
	case "pddl-1.0":
		id = "pddl"
	case "cc0", "public-domain":
		id = "cc0-1.0"
	case "apache-2", "apache2", "apache":
		id = "apache-2.0"
	}
	if slices.Contains(licenses, id) {
		return id
	}
	return ""
}

func licenseKeys(in *Input) string {
	name, _ := releaseLicense(in)
	if name == "" {
		return "license: unknown\n"
	}
	if id := hubLicense(name); id != "" {
		return "license: " + id + "\n"
	}
	return "license: other\nlicense_name: " + yamlText(slug(name)) + "\n"
}

// releaseLicense returns the licence of the rows and whether the recipe says
// it; otherwise it is the one licence that all sources and models have, if
// there is one.
func releaseLicense(in *Input) (name string, said bool) {
	if in.Plan.Release.License != "" {
		return in.Plan.Release.License, true
	}
	for i, l := range allLicenses(in) {
		if l == "" || (i > 0 && hubOr(l) != hubOr(name)) {
			return "", false
		}
		name = l
	}
	return name, false
}

func hubOr(name string) string {
	if id := hubLicense(name); id != "" {
		return id
	}
	return name
}

func allLicenses(in *Input) []string {
	var out []string
	for i := range in.Plan.Sources {
		out = append(out, in.Plan.Sources[i].License)
	}
	for i := range in.Plan.Models {
		out = append(out, modelLicense(in, &in.Plan.Models[i]))
	}
	return out
}

func modelLicense(in *Input, m *plan.Model) string {
	if m.License != "" {
		return m.License
	}
	for _, f := range in.Facts.Models {
		if f.Name == m.Name {
			return f.License
		}
	}
	return ""
}

// slug returns s in lower-case letters, digits and hyphens.
func slug(s string) string {
	var b strings.Builder
	hyphen := false
	for _, r := range strings.ToLower(s) {
		if (r >= 'a' && r <= 'z') || (r >= '0' && r <= '9') || (r == '.' && b.Len() > 0) {
			if hyphen && b.Len() > 0 {
				b.WriteByte('-')
			}
			b.WriteRune(r)
			hyphen = false
		} else {
			hyphen = true
		}
	}
	if b.Len() == 0 {
		return "unnamed"
	}
	return b.String()
}
