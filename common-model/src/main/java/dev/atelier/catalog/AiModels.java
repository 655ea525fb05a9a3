package dev.atelier.catalog;

import java.util.List;
import java.util.UUID;

import org.springframework.data.repository.Repository;

/** The models' rows. Services ask {@link Catalog}, which keeps them at hand. */
interface AiModels extends Repository<AiModel, UUID> {
    List<AiModel> findAll();
}
