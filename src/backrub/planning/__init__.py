"""From wishes and a clearance to ordered steps that keep every rule, or to why none fit."""
