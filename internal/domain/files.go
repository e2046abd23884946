package domain

import (
	"cmp"
	"encoding/base64"
	"slices"
	"strconv"
	"strings"

	"github.com/cekura/mockserver/internal/apierr"
	"github.com/cekura/mockserver/internal/pyjson"
)

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
func (f KnowledgeBaseFile) MediaType() string {
	for _, t := range fileTypes {
		if t.extension == extension(f.FileName) {
			return t.mediaType
		}
	}
	return "application/octet-stream"
}

// BaseName is the file's name without folders, as Python's Path(name).name
// gives it. [F]
func (f KnowledgeBaseFile) BaseName() string { return baseName(f.FileName) }

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

// reconcileFiles gives the files that items ask for, by id, and their changes.
// A stored file is kept as it is or deleted, never changed. [D]
func reconcileFiles(stored []KnowledgeBaseFile, items []FileItem, terms Terms, errs *apierr.Fields) ([]KnowledgeBaseFile, []Change) {
	byID := make(map[string]KnowledgeBaseFile, len(stored))
	for _, f := range stored {
		byID[strconv.FormatInt(f.ID, 10)] = f
	}
	kept := make(map[int64]bool, len(items))
	next := make([]KnowledgeBaseFile, 0, len(items))
	changes := make([]Change, 0, len(items))
	newID := terms.NextID.KnowledgeBaseFile

	for i, item := range items {
		file, change := KnowledgeBaseFile{}, Change{Action: Created}
		var field, text string
		if item.ID.Set {
			file = byID[item.ID.Value]
			change = Change{Action: Unchanged, MatchedBy: "id"}
			if file.ID == 0 {
				field, text = "id", apierr.NoSuchPK(item.ID.Value)
			} else if kept[file.ID] {
				field, text = "id", apierr.DuplicateFile
			}
			kept[file.ID] = true
		} else {
			file, field, text = item.newFile()
			file.ID, file.CreatedAt, file.UpdatedAt = newID, terms.Now, terms.Now
			newID++
		}
		if text != "" {
			errs.Item(i, len(items)).Field(field).Add(text)
		}
		change.ID, change.Name = file.ID, file.FileName
		next = append(next, file)
		changes = append(changes, change)
	}
	slices.SortFunc(next, func(a, b KnowledgeBaseFile) int { return cmp.Compare(a.ID, b.ID) })
	return next, withDeletions(changes, stored, KnowledgeBaseFile.identity)
}

// newFile makes a file of an item, or says the first thing that is wrong with
// it: name, content, extension, base64. [A]
func (item FileItem) newFile() (file KnowledgeBaseFile, field, text string) {
	name := item.Name
	name.take(item.FileName) // file_name wins
	switch ext := extension(name.Value); {
	case !name.Set:
		return file, "file_name", apierr.Required
	case !item.ContentBase64.Set && item.Content == nil:
		return file, "content_base64", apierr.Required
	case !slices.Contains(FileExtensions(), ext):
		return file, "file_name", apierr.FileExtension(ext, strings.Join(FileExtensions(), ", "))
	}
	content := item.Content
	if content == nil {
		var err error
		if content, err = decodeContent(item.ContentBase64.Value); err != nil {
			return file, "content_base64", apierr.NotBase64
		}
	}
	return KnowledgeBaseFile{FileName: name.Value, Size: int64(len(content)), Content: content}, "", ""
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
