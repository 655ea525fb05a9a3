package dev.atelier.worker.provider.google;

class GeneratedContentTest extends GoogleContract {
    GeneratedContentTest() {
        super("generate-content");
    }
}
