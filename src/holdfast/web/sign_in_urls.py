"""Addresses of signing in: of django-allauth those that Holdfast uses, and no others. Nobody signs up."""

from __future__ import annotations

from allauth.account import views as allauth
from django.urls import URLPattern, URLResolver, include, path, re_path

from holdfast.web.headers import secret_address
from holdfast.web.views import account, joining_staff

urlpatterns: list[URLPattern | URLResolver] = [
    path("", allauth.login, name="account_login"),
    path("out/", allauth.logout, name="account_logout"),
    path("inactive/", allauth.account_inactive, name="account_inactive"),
    path("again/", allauth.reauthenticate, name="account_reauthenticate"),
    path("again/demo/", account.step_up_demo, name="step_up_demo"),
    path("password/", allauth.password_change, name="account_change_password"),
    path("password/first/", allauth.password_set, name="account_set_password"),
    path("password/new/", allauth.password_reset, name="account_reset_password"),
    path("password/new/sent/", allauth.password_reset_done, name="account_reset_password_done"),
    path("password/new/done/", allauth.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    re_path(
        r"^password/new/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        secret_address(allauth.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path("second-factor/", include("allauth.mfa.urls")),
    path("invitation/<str:secret>/", joining_staff.invitation, name="invitation"),
    path("demo/<str:secret>/", joining_staff.demo_sign_in, name="demo_sign_in"),
]
