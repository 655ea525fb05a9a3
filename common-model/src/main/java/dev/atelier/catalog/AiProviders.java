package dev.atelier.catalog;

import java.util.List;
import java.util.UUID;

import org.springframework.data.repository.Repository;

/** The providers' rows. Services ask {@link Catalog}, which keeps them at hand. */
interface AiProviders extends Repository<AiProvider, UUID> {
    List<AiProvider> findAll();
}
