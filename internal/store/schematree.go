package store

import (
	"encoding/binary"
	"errors"
)

var errTree = errors.New("the database is damaged: its schema is no tree")

// checkSchemaTree wants every page of the tree that holds the schema to be in it
// once. SQLite reads the schema before it does anything else, cannot be stopped
// then, and a tree in which pages are shared can be far larger than its file.
func checkSchemaTree(image []byte) error {
	size := pageSize(image)
	seen := make([]bool, int64(len(image))/size+1)
	for todo := []int64{1}; len(todo) > 0; {
		number := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if number < 1 || number >= int64(len(seen)) || seen[number] {
			return errTree
		}
		seen[number] = true
		below, err := childPages(image[(number-1)*size:number*size], number)
		if err != nil {
			return err
		}
		todo = append(todo, below...)
	}
	return nil
}

// childPages gives the pages below one of a table's tree.
func childPages(page []byte, number int64) ([]int64, error) {
	header := page
	if number == 1 { // which starts with the header of the file
		header = page[headerSize:]
	}
	const (
		interior, leaf = 5, 13
		cellPointers   = 12 // in an interior page
	)
	switch header[0] {
	case leaf:
		return nil, nil
	case interior:
	default:
		return nil, errTree
	}
	below := []int64{int64(binary.BigEndian.Uint32(header[8:]))}
	cells := int(binary.BigEndian.Uint16(header[3:]))
	if cellPointers+2*cells > len(header) {
		return nil, errTree
	}
	for i := range cells {
		at := int(binary.BigEndian.Uint16(header[cellPointers+2*i:]))
		if at+4 > len(page) {
			return nil, errTree
		}
		below = append(below, int64(binary.BigEndian.Uint32(page[at:])))
	}
	return below, nil
}
