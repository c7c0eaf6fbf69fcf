"""How forms are drawn: the project's own templates, for every form on every page."""

from django.forms.renderers import TemplatesSetting


class FormRenderer(TemplatesSetting):
    """Draw a form as `ui/form.html` and each field as `ui/field.html`."""

    form_template_name = "ui/form.html"
    field_template_name = "ui/field.html"
