"""How people and programs are told: notifications, e-mail and webhooks."""
