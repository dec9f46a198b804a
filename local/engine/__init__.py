"""The engine sets moto in motion: it polls, invokes, schedules and expires what moto only keeps.

Reads moto's own state, so a resource made through any AWS client comes alive as one from the template does.
Knows neither the assembly nor who provisioned.
"""
