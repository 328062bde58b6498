package sandbox

import "net/http"

const controlPrefix = "/_sandbox/"

func (t *Tenant) control(w http.ResponseWriter, r *http.Request) { http.NotFound(w, r) }
