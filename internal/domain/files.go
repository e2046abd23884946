package domain

import (
	"encoding/base64"
	"slices"
	"strconv"
	"strings"

	"github.com/cekura/mockserver/internal/apierr"
	"github.com/cekura/mockserver/internal/pyjson"
)

// MaxFile is the size of the largest knowledge base file, in bytes. [O] (KB-12)
const MaxFile = 50 << 20

// fileTypes are the knowledge base files that are taken, in the order in which
// the API lists them, and their media types. [D]
var fileTypes = []struct{ extension, mediaType string }{
	{"pdf", "application/pdf"},
	{"txt", "text/plain"},
	{"json", "application/json"},
	{"csv", "text/csv"},
	{"xml", "application/xml"},
	{"md", "text/markdown"},
}

// FileExtensions lists the extensions that a knowledge base file may have.
func FileExtensions() []string {
	var all []string
	for _, t := range fileTypes {
		all = append(all, t.extension)
	}
	return all
}

// MediaType gives the media type of a file, by its extension.
func (i *Item) MediaType() string {
	for _, t := range fileTypes {
		if t.extension == extension(i.Name) {
			return t.mediaType
		}
	}
	return "application/octet-stream"
}

// BaseName is a file's name without folders, as Python's Path(name).name gives
// it. [F]
func (i *Item) BaseName() string { return baseName(i.Name) }

func baseName(name string) string {
	for strings.HasSuffix(name, "/") || strings.HasSuffix(name, "/.") {
		name = strings.TrimSuffix(strings.TrimSuffix(name, "."), "/")
	}
	return name[strings.LastIndexByte(name, '/')+1:]
}

// extension is what Python's Path(name).suffix gives, in lower case and
// without the dot: ".txt" alone and "name." have none. [F]
func extension(name string) string {
	name = baseName(name)
	dot := strings.LastIndexByte(name, '.')
	if dot <= 0 || dot == len(name)-1 {
		return ""
	}
	return strings.ToLower(name[dot+1:])
}

// files gives the files that items ask for, by id. A stored file is kept as it
// is or deleted, never changed. [D]
func (r *reconciling) files() {
	stored := make(map[string]*Item, len(r.stored))
	for i := range r.stored {
		stored[strconv.FormatInt(r.stored[i].ID, 10)] = &r.stored[i]
	}
	kept := make(map[*Item]bool, len(r.sent))
	for i := range r.sent {
		id, hasID := r.sent[i].get("id")
		if !hasID {
			file, at, text := newFile(&r.sent[i])
			if text != "" {
				r.terms.rest("KB-05")
				r.wrong(i, at, text)
			}
			r.keep(file, nil, "")
			continue
		}
		switch file := stored[id]; {
		case file == nil:
			r.wrong(i, "id", apierr.NoSuchPK(id))
		case kept[file]:
			r.terms.rest("KB-03")
			r.wrong(i, "id", apierr.DuplicateFile)
		default:
			kept[file] = true
			r.keep(*file, file, "id")
		}
	}
	slices.SortFunc(r.next, byID)
}

// newFile makes a file of an item, or says the first thing that is wrong with
// it: name, content, extension, base64. [A] (KB-05)
func newFile(item *SentItem) (file Item, at, text string) {
	name, named := item.get("file_name")
	if !named { // its alias [D]
		name, named = item.get("name")
	}
	encoded, sent := item.get("content_base64")
	switch ext := extension(name); {
	case !named:
		return file, "file_name", apierr.Required
	case !sent && item.Content == nil:
		return file, "content_base64", apierr.Required
	case !slices.Contains(FileExtensions(), ext):
		return file, "file_name", apierr.FileExtension(ext, strings.Join(FileExtensions(), ", "))
	}
	content := item.Content
	if content == nil {
		var err error
		if content, err = decodeContent(encoded); err != nil {
			return file, "content_base64", apierr.NotBase64
		}
	}
	if len(content) > MaxFile {
		return file, "content_base64", apierr.FileTooLarge(MaxFile >> 20)
	}
	// What else the document has of a file is stored with it.
	fields := item.without("id", "file_name", "name", "content_base64")
	return Item{Name: strings.Clone(name), Size: int64(len(content)), Content: content, Fields: fields}, "", ""
}

// decodeContent takes base64 with its padding; a data-URI prefix [D] and white
// space [A] are fine.
func decodeContent(text string) ([]byte, error) {
	text = strings.Map(func(r rune) rune {
		if pyjson.IsSpace(r) {
			return -1
		}
		return r
	}, text)
	if prefix, content, ok := strings.Cut(text, ","); ok && strings.HasPrefix(prefix, "data:") {
		text = content
	}
	return base64.StdEncoding.DecodeString(text)
}
