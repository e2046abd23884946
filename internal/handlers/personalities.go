package handlers

import (
	"maps"
	"slices"
	"strconv"

	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/store"
)

// listPersonalities gives a page of the personalities that agents have enabled:
// no others are known here, and of those only their ids. [O, A] (PF-06)
func listPersonalities(x *exchange) (answer, error) {
	p, err := x.page()
	if err != nil {
		return answer{}, err
	}
	ids, err := x.personalities()
	if err != nil {
		return answer{}, err
	}
	return sliceOf(p, ids, func(b []byte, id *int64) []byte {
		o := open(b)
		o.integer("id", *id)
		o.text("name", "Personality "+strconv.FormatInt(*id, 10))
		return o.close()
	})
}

// personalities lists the ids that any agent has enabled.
func (x *exchange) personalities() ([]int64, error) {
	enabled := map[int64]bool{}
	q := store.Query{Limit: maxPageSize}
	for {
		agents, total, err := x.world.Store.List(x.Context(), q)
		if err != nil {
			return nil, err
		}
		for i := range agents {
			for _, id := range enabledBy(&agents[i]) {
				enabled[id] = true
			}
		}
		if q.Offset += q.Limit; q.Offset >= total {
			return slices.Sorted(maps.Keys(enabled)), nil
		}
	}
}

func enabledBy(agent *domain.Agent) []int64 {
	list := agent.Settings.Member("enabled_personalities")
	if list == nil {
		return nil
	}
	var ids []int64
	for i := range list.Items {
		if id, err := strconv.ParseInt(list.Items[i].Text, 10, 64); err == nil {
			ids = append(ids, id)
		}
	}
	return ids
}
