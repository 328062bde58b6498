package sandbox

func (t *Tenant) search(c *call) (reply, error) { return reply{}, unknownRoute() }
