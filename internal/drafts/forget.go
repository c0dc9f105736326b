package drafts

import "context"

// Forget removes the tombstones of talks: what they became is the person's no more. It can be repeated.
func (d *Drafts) Forget(ctx context.Context, who Who, dialogs ...string) error {
	if len(dialogs) == 0 {
		return nil
	}
	keys := make([]string, len(dialogs))
	for i, dialogID := range dialogs {
		keys[i] = d.tombstoneKey(who, dialogID)
	}
	return known("forgetting what talks became", d.client.Del(ctx, keys...).Err())
}
