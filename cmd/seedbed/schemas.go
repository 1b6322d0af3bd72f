package main

import "seedbed.dev/seedbed/internal/recipe"

// schemas returns the JSON Schemas of recipes, prompts and rubrics, by name.
func schemas() (map[string][]byte, error) { return recipe.Schemas(kinds()) }
