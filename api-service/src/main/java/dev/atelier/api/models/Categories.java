package dev.atelier.api.models;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

import org.springframework.stereotype.Component;

import dev.atelier.catalog.Catalog;
import dev.atelier.catalog.Category;

/** The categories that can be asked for: those that some model serves. */
@Component
public class Categories {
    private final Catalog catalog;

    Categories(Catalog catalog) {
        this.catalog = catalog;
    }

    public Set<Category> served() {
        return catalog.models()
                .stream()
                .map(it -> it.category())
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Category.class)));
    }
}
