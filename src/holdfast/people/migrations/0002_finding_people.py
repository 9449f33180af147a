"""Finding people by the beginnings of their names, in whatever accents, and by the last digits of a phone number.

Two functions of the database say how, so that what is written needs no further column and is always found.
"""

from __future__ import annotations

import django.contrib.postgres.indexes
from django.db import migrations, models

NAME_WORDS = r"""
CREATE FUNCTION people_name_words(name text, family text, given text) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 1000 AS $$
  SELECT to_tsvector('simple'::regconfig,
    regexp_replace(normalize(lower(name || ' ' || family || ' ' || given), NFKD), U&'[\0300-\036F]', '', 'g'))
$$
"""
PHONE_ENDS = r"""
CREATE FUNCTION people_phone_ends(telecom jsonb) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 1000 AS $$
  SELECT coalesce(array_agg(DISTINCT right(digits, n)), '{}') FROM (
    SELECT regexp_replace(point->>'value', '[^0-9]', '', 'g') AS digits
    FROM jsonb_array_elements(CASE jsonb_typeof(telecom) WHEN 'array' THEN telecom ELSE '[]' END) AS point
    WHERE point->>'system' = 'phone'
  ) AS phones, generate_series(4, 10) AS n WHERE length(digits) >= n
$$
"""


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0001_initial'),
    ]

    operations = [
        migrations.RunSQL(NAME_WORDS, 'DROP FUNCTION people_name_words(text, text, text)'),
        migrations.RunSQL(PHONE_ENDS, 'DROP FUNCTION people_phone_ends(jsonb)'),
        migrations.AddIndex(
            model_name='person',
            index=django.contrib.postgres.indexes.GinIndex(models.Func('name', 'family', 'given', function='people_name_words'), name='people_person_words'),
        ),
        migrations.AddIndex(
            model_name='person',
            index=django.contrib.postgres.indexes.GinIndex(models.Func('telecom', function='people_phone_ends'), name='people_person_phones'),
        ),
    ]
