"""Views: functions that read a form, call a service or a selector, and render or redirect. They decide nothing."""
