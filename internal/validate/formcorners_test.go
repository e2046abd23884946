package validate

import (
	"strings"
	"testing"

	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/form"
)

const wholeForm = `description=d&`

// In a whole agent the texts of a list may have indexes; in a PATCH they are not
// looked at. (FO-03)
func TestFormIndexedTexts(t *testing.T) {
	for body, want := range map[string]string{
		`telephony.outbound_numbers[1]=b&telephony.outbound_numbers[0]=a`:           `["a","b"]`,
		`telephony.outbound_numbers[0]=a&telephony.outbound_numbers=c`:              `["c"]`,
		`telephony.outbound_numbers[7]=a%26&telephony.outbound_numbers[10]%0A=last`: `["a&","last"]`,
	} {
		sent, notices, errs := published(t).Form(form.ParseURLEncoded([]byte(wholeForm+body), ""), Request{IsProject: patch.IsProject})
		got := sent.Fields.Member("telephony").Member("outbound_numbers")
		if !errs.Empty() || got == nil || string(got.Append(nil)) != want {
			t.Errorf("%s: %v %s", body, got, asJSON(errs))
		}
		if len(notices) > 0 {
			t.Errorf("%s: %+v", body, notices)
		}
	}
	sent, _, errs := published(t).Form(form.ParseURLEncoded([]byte(wholeForm+`mock_tools[0]name=t&mock_tools[0]freetext_params[0]=p`), ""), Request{})
	tool := (*sent.Collections[domain.MockTools])[0].Fields
	if got := tool.Member("freetext_params"); !errs.Empty() || got == nil || string(got.Append(nil)) != `["p"]` {
		t.Errorf("%v %s", got, asJSON(errs))
	}
	checkForms(t, Request{}, []formRow{{
		form:   wholeForm + `telephony.outbound_numbers[0]deep=a`,
		errors: `{"telephony":{"outbound_numbers":{"0":["Not a valid string."]}}}`,
	}})
	checkForms(t, patch, []formRow{{form: `telephony.outbound_numbers[0]=a`, arrives: `telephony={}`}})
}

// A newline at the end of a nested key is not there, one within it makes it
// another key. (FO-19)
func TestFormNewlinesInKeys(t *testing.T) {
	checkForms(t, patch, []formRow{
		{form: "mock_tools[0]name%0A=t", arrives: `mock_tools[0].name="t"`},
		{form: "telephony.sip_uri%0A=s", arrives: `telephony.sip_uri="s"`},
		{form: "telephony.sip_uri%0A%0A=s"},
		{form: "telephony.%0Asip_uri=s"},
		{form: "mock_tools[0]na%0Ame=t"},
		{form: "name%0A=n"},
	})
}

// What a file is called and where it is refused. (FO-15)
func TestFormFilesInOtherPlaces(t *testing.T) {
	for _, row := range []struct{ key, file, arrives, errors, notices string }{
		{key: "project", file: "2", errors: `{"project":["Incorrect type. Expected pk value, received InMemoryUploadedFile."]}`},
		{key: "mock_tools[0]", file: "a.txt", errors: `{"mock_tools":[{"non_field_errors":["Invalid data. Expected a dictionary, but got InMemoryUploadedFile."]}]}`},
		{key: "name", file: "a.txt", errors: `{"name":["Not a valid string."]}`},
		{key: "telephony.inbound", file: "true", errors: `{"telephony":{"inbound":` + notBoolean + `}}`},
		{key: "predefined_metrics", file: "[1]", arrives: `predefined_metrics=[1]`, notices: "file_part predefined_metrics"},
		{key: "language", file: "de", arrives: `language="de"`, notices: "file_part language"},
		{key: "telephony", file: "{}", notices: "file_part telephony"},
		{key: "mock_tools", file: "a.json", notices: "file_part mock_tools"},
		{key: "telephony.outbound_numbers", file: "a.json", arrives: `telephony={}`, notices: "file_part telephony.outbound_numbers"},
		{key: "mock_tools[0]served_via.mock_index", file: "7", arrives: `mock_tools[0].served_via.mock_index=7`, notices: "file_part mock_tools[0].served_via.mock_index"},
	} {
		var data form.Data
		data.Add(row.key, form.Value{Text: row.file, File: true, Content: "1"})
		checkForm(t, data, patch, formRow{row.key, row.arrives, row.errors})
		_, notices, _ := published(t).Form(data, patch)
		var got []string
		for _, n := range notices {
			got = append(got, string(n.Kind)+" "+n.Field)
		}
		if strings.Join(got, ", ") != row.notices {
			t.Errorf("%s: the notices are %v", row.key, got)
		}
	}
}

// A character that turns into a mark of a URL is refused in its authority alone.
// (ER-23)
func TestURLsWithHiddenMarks(t *testing.T) {
	for url, good := range map[string]bool{
		"http://a\uFE55b.example.com/":      false,
		"http://a.example.com\uFF0Fb/":      false, // a wide /
		"http://\u2100.example.com/":        false, // a/c
		"http://u\uFF20x@a.example.com/":    false, // a wide @
		"http://a.example.com/\uFE55\uFF0F": true,
		"http://b\u00FCcher.example.com/":   true,
		"http://a.example.com?\uFE55":       true,
	} {
		if err := checkURL(url); (err == nil) != good {
			t.Errorf("%+q: %v", url, err)
		}
	}
}
