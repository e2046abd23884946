package main

import (
	"errors"
	"image/color"
	"os"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/plotutil"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgsvg"
)

const (
	plottedConnections = 16
	margin             = vg.Centimeter / 2
)

// plot draws what the page has in tables: load above, growth below.
func (r *report) plot(path string) (err error) {
	rate, err := r.bars("Requests/s, 16 connections: more is better", perSecond)
	if err != nil {
		return err
	}
	tail, err := r.bars("p99, 16 connections: less is better", p99)
	if err != nil {
		return err
	}
	var self, other []series
	for _, s := range r.growth {
		if s.points[0].base == nil {
			self = append(self, s)
		} else {
			other = append(other, s)
		}
	}
	alone, err := lines("A PATCH of name, divided by that with one", self)
	if err != nil {
		return err
	}
	tools, err := lines("A PATCH by tools, divided by its least", other)
	if err != nil {
		return err
	}
	canvas := vgsvg.New(28*vg.Centimeter, 18*vg.Centimeter)
	all := draw.New(canvas)
	all.SetColor(color.White) // a page may be dark
	all.Fill(all.Path())
	plots := [][]*plot.Plot{{rate, tail}, {alone, tools}}
	tiles := draw.Tiles{Rows: 2, Cols: 2, PadX: vg.Centimeter, PadY: vg.Centimeter,
		PadTop: margin, PadBottom: margin, PadLeft: margin, PadRight: 2 * margin}
	for i, across := range plot.Align(plots, tiles, all) {
		for j, c := range across {
			plots[i][j].Draw(c)
		}
	}
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	_, err = canvas.WriteTo(file)
	return errors.Join(err, file.Close())
}

// bars has a group for each body and in it a bar for each program.
func (r *report) bars(title string, figure of) (*plot.Plot, error) {
	p := plot.New()
	p.Title.Text = title
	width := vg.Centimeter * 2 / vg.Length(len(r.programs)-1)
	for i, program := range r.programs[1:] {
		var values plotter.Values
		for _, c := range r.cells {
			if c.connections == plottedConnections {
				values = append(values, median(c.ratios(i+1, figure)))
			}
		}
		bars, err := plotter.NewBarChart(values, width)
		if err != nil {
			return nil, err
		}
		bars.Color, bars.Offset = plotutil.Color(i), (vg.Length(i)-vg.Length(len(r.programs)-2)/2)*width
		bars.LineStyle.Width = 0
		p.Add(bars)
		p.Legend.Add(program.name, bars)
	}
	var names []string
	for _, b := range bodies {
		names = append(names, b.name)
	}
	p.NominalX(names...)
	return finish(p), nil
}

func lines(title string, all []series) (*plot.Plot, error) {
	p := plot.New()
	p.Title.Text = title
	p.X.Scale, p.X.Tick.Marker = plot.LogScale{}, plot.LogTicks{Prec: -1}
	for i, s := range all {
		var xys plotter.XYs
		for _, at := range s.points {
			xys = append(xys, plotter.XY{X: float64(at.n), Y: s.ratio(at)})
		}
		line, points, err := plotter.NewLinePoints(xys)
		if err != nil {
			return nil, err
		}
		line.Color, points.Color = plotutil.Color(i), plotutil.Color(i)
		points.Shape = draw.CircleGlyph{}
		p.Add(line, points)
		p.Legend.Add(s.name, line)
	}
	return finish(p), nil
}

// finish draws a line at 1, which is what all is divided by, over the rest.
func finish(p *plot.Plot) *plot.Plot {
	one := plotter.NewFunction(func(float64) float64 { return 1 })
	one.Dashes = plotutil.Dashes(1)
	p.Add(one)
	p.Y.Min, p.Y.Max = 0, 1.3*max(p.Y.Max, 1) // room for the legend
	p.Legend.Top = true
	return p
}
