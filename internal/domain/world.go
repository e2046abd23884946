package domain

// Project is what agents belong to.
type Project struct {
	ID   int64
	Name string
}

// World is all that a server starts with: what a seed describes.
type World struct {
	Projects []Project // none: any project is good
	Agents   []Agent   // with the content of their files
}
