package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"seedbed.dev/seedbed/internal/review"
)

// allowed is who may come where. It is written by hand beside the table of routes, so
// that a slip in one of them shows.
var allowed = map[string][]string{
	"GET /assets/{name}":             {"nobody", olga, adam, rosa, rene},
	"GET /r/{token}":                 {"nobody", olga, adam, rosa, rene},
	"POST /r/{token}":                {"nobody", olga, adam, rosa, rene},
	"GET /sign-in/oidc":              {"nobody", olga, adam, rosa, rene},
	"GET /sign-in/oidc/back":         {"nobody", olga, adam, rosa, rene},
	"POST /sign-out":                 {olga, adam, rosa, rene},
	"GET /{$}":                       {olga, adam, rosa, rene},
	"GET /people":                    {olga},
	"GET /i/{in}/rubric":             {olga, adam},
	"POST /i/{in}/rubric":            {olga, adam},
	"POST /people/withdraw":          {olga},
	"POST /people/change":            {olga},
	"POST /people/link":              {olga},
	"POST /people/revoke":            {olga},
	"POST /people/erase":             {olga},
	"GET /panel":                     {olga, adam, rene},
	"POST /panel/reveal":             {olga, adam, rene},
	"POST /panel/contest":            {olga, adam, rene},
	"POST /panel/withdraw":           {olga, adam, rene},
	"POST /panel/voice":              {olga, adam, rene},
	"GET /contests":                  {olga, adam},
	"POST /contests/answer":          {olga, adam},
	"POST /contests/forget":          {olga},
	"GET /i/{in}/image/{row}/{mark}": {olga, adam, rosa, rene},
	"POST /people/invite":            {olga},
	"POST /me/credit":                {olga, adam, rosa, rene},
	"POST /me/withdraw":              {olga, adam, rosa, rene},
	"GET /i/{in}":                    {olga, adam, rosa, rene},
	"GET /i/{in}/plan":               {olga, adam, rene},
	"GET /i/{in}/rate":               {rosa},
	"POST /i/{in}/answer":            {rosa},
	"POST /i/{in}/skip":              {rosa},
	"POST /i/{in}/undo":              {rosa},
	"POST /i/{in}/draft":             {rosa},
	"POST /i/{in}/repair":            {rosa},
	"POST /i/{in}/reveal":            {olga, adam, rosa},
	"POST /i/{in}/pause":             {rosa},
	"POST /i/{in}/resume":            {rosa},
	"POST /i/{in}/leave":             {rosa},
	"GET /i/{in}/mine":               {rosa},
	"GET /i/{in}/disputes":           {olga, adam},
	"GET /rows":                      {olga, adam, rene}, "GET /rows/{id}": {olga, adam, rene}, "POST /rows/{id}/reveal": {olga, adam, rene},
	"GET /rows/compare": {olga, adam, rene}, "GET /rows/decisions": {olga, adam, rene},
	"GET /rows/decide": {olga, adam}, "POST /rows/decide": {olga, adam}, "POST /rows/decisions/undo": {olga, adam},
	"POST /i/{in}/settle": {olga, adam},
}

func TestRoutesByRoleAndMethod(t *testing.T) {
	s := newSite(t)
	visitors := map[string]*visitor{"nobody": s.visitor(t)}
	for _, id := range []string{olga, adam, rosa, rene} {
		visitors[id] = s.as(t, id)
	}
	byPath := map[string][]string{}
	for _, rt := range routes {
		key := rt.method + " " + rt.pattern
		if _, ok := allowed[key]; !ok {
			t.Errorf("%s is not in this test's table", key)
		}
		byPath[rt.pattern] = append(byPath[rt.pattern], rt.method)
	}
	if len(allowed) != len(routes) {
		t.Errorf("%d routes, and %d in this test's table", len(routes), len(allowed))
	}
	fill := strings.NewReplacer("{$}", "", "{in}", "kept", "{name}", "style.css", "{token}", "no-such-token", "{row}", rowID(1).String(), "{mark}", "no-such-mark")
	for pattern, methods := range byPath {
		for _, method := range []string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"} {
			for who, v := range visitors {
				if pattern == "/sign-out" && method == "POST" {
					continue // it would end the walk
				}
				// Each visit is by a new session where it could change who is signed in.
				got := v.do(v.request(method, fill.Replace(pattern), nil))
				key := method + " " + pattern
				has := slices.Contains(methods, method)
				if method == "HEAD" && slices.Contains(methods, "GET") {
					key, has = "GET "+pattern, true
				}
				if !has { // another route may take the same path
					for _, other := range routes {
						if (other.method == method || method == "HEAD" && other.method == "GET") && overlaps(other.pattern, fill.Replace(pattern)) {
							key, has = other.method+" "+other.pattern, true
						}
					}
				}
				want := "allowed"
				switch {
				case !has:
					want = "405"
				case slices.Contains(allowed[key], who):
				case who == "nobody":
					want = "401"
				default:
					want = "403"
				}
				is := map[int]string{401: "401", 403: "403", 405: "405"}[got.StatusCode]
				if is == "" {
					is = "allowed"
				}
				if got.StatusCode == http.StatusTooManyRequests {
					*s.clock = s.clock.Add(2 * time.Minute)
				}
				if is != want {
					t.Errorf("%s %s as %s: %s, want %s", method, pattern, who, got.Status, want)
				}
				if got.StatusCode >= 500 {
					t.Errorf("%s %s as %s: %s", method, pattern, who, got.Status)
				}
				if policyOf := got.Header.Get("Content-Security-Policy"); policyOf != policy {
					t.Errorf("%s %s as %s has the policy %q", method, pattern, who, policyOf)
				}
				for h, want := range map[string]string{"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin", "X-Frame-Options": "DENY"} {
					if is := got.Header.Get(h); is != want {
						t.Errorf("%s %s as %s: %s is %q", method, pattern, who, h, is)
					}
				}
			}
		}
	}
}

// overlaps reports whether a path fits a pattern.
func overlaps(pattern, path string) bool {
	a, b := strings.Split(pattern, "/"), strings.Split(path, "/")
	if len(a) != len(b) || strings.Contains(pattern, "{$}") {
		return false
	}
	for i := range a {
		if a[i] != b[i] && !strings.HasPrefix(a[i], "{") {
			return false
		}
	}
	return true
}

// Nobody who lacks the role makes the desk do a thing.
func TestRefusedRoutesDoNothing(t *testing.T) {
	s := newSite(t)
	for _, who := range []string{olga, adam, rene} {
		v := s.as(t, who)
		for _, name := range []string{"answer", "skip", "undo", "draft", "repair", "pause", "resume", "leave"} {
			v.post("/i/kept/"+name, answerOf(1))
		}
	}
	s.as(t, rosa).post("/i/kept/settle", url.Values{"row": {rowID(3).String()}, "cause": {"slip"}})
	if len(s.desk.calls)+len(s.desk.answers)+len(s.desk.skips)+len(s.desk.settled) > 0 {
		t.Errorf("the desk was told %v, %v, %v, %v", s.desk.calls, s.desk.answers, s.desk.skips, s.desk.settled)
	}
}

func TestOtherOrigins(t *testing.T) {
	s := newSite(t)
	v := s.as(t, rosa)
	for _, rt := range routes {
		if rt.method != "POST" {
			continue
		}
		path := strings.NewReplacer("{in}", "kept", "{token}", s.tokens[rosa]).Replace(rt.pattern)
		for _, headers := range []map[string]string{
			{"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"},
			{"Sec-Fetch-Site": "same-site", "Origin": "http://127.0.0.1:1"},
			{"Origin": "https://evil.example"},
			{"Origin": "null"},
		} {
			req := v.request("POST", path, answerOf(1))
			for k, value := range headers {
				req.Header.Set(k, value)
			}
			if got := v.do(req); got.StatusCode != http.StatusForbidden {
				t.Errorf("POST %s with %v: %s", path, headers, got.Status)
			}
		}
	}
	if len(s.desk.calls)+len(s.desk.answers) > 0 {
		t.Errorf("the desk was told %v", s.desk.calls)
	}
	req := v.request("POST", "/i/kept/answer", answerOf(1))
	req.Header.Set("Sec-Fetch-Site", "same-origin")
	if got := v.do(req); got.StatusCode != http.StatusSeeOther {
		t.Errorf("its own page: %s", got.Status)
	}
}

func TestOtherHosts(t *testing.T) {
	s := newSite(t)
	v := s.visitor(t)
	for host, want := range map[string]int{"evil.example": 421, "127.0.0.1.evil.example": 421, "localhost:80": 401, "127.0.0.1": 401, "[::1]:4317": 401, "": 401} {
		req := v.request("GET", "/", nil)
		if req.Host = host; host == "" {
			req.Host = strings.TrimPrefix(s.URL, "http://")
		}
		if got := v.do(req); got.StatusCode != want {
			t.Errorf("Host %q: %s, want %d", host, got.Status, want)
		}
	}
}

func TestLargeBodies(t *testing.T) {
	s := newSite(t)
	v := s.as(t, rosa)
	form := answerOf(1)
	form.Set("note", strings.Repeat("x", bodyMost))
	if got := v.post("/i/kept/answer", form); got.StatusCode != http.StatusRequestEntityTooLarge {
		t.Errorf("%s", got.Status)
	}
}

func TestWhoLosesARole(t *testing.T) {
	s := newSite(t)
	v := s.as(t, rosa)
	if got := v.get("/i/kept/rate"); got.StatusCode != http.StatusOK {
		t.Fatal(got.Status)
	}
	if err := s.desk.Join(t.Context(), review.Person{ID: rosa, Roles: []review.Role{review.Reader}}); err != nil {
		t.Fatal(err)
	}
	if got := v.get("/i/kept/rate"); got.StatusCode != http.StatusForbidden {
		t.Errorf("who is a rater no more: %s", got.Status)
	}
	if err := s.roster.Revoke(rosa); err != nil {
		t.Fatal(err)
	}
	if got := v.get("/"); got.StatusCode != http.StatusUnauthorized {
		t.Errorf("whose links are revoked: %s", got.Status)
	}
}
