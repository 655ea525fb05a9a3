package dev.atelier.api.docs;

import java.util.Objects;

import org.springframework.context.annotation.Configuration;
import org.springframework.http.CacheControl;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.webjars.WebJarVersionLocator;

/** Swagger UI as it is published, which shows the document of {@link DocsController}. The root of the site leads here. */
@Configuration(proxyBeanMethods = false)
class DocsConfiguration implements WebMvcConfigurer {
    static final String FOLDER = "/swagger-ui";
    private static final String PAGE = FOLDER + "/index.html";

    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
        var version = Objects.requireNonNull(new WebJarVersionLocator().version("swagger-ui"));
        registry.addResourceHandler(FOLDER + "/**")
                .addResourceLocations("classpath:/META-INF/resources/webjars/swagger-ui/" + version + "/")
                .setCacheControl(CacheControl.noCache());
    }

    @Override
    public void addViewControllers(ViewControllerRegistry registry) {
        for (var path : new String[]{"/", "/swagger-ui.html", FOLDER, FOLDER + "/"}) {
            registry.addRedirectViewController(path, PAGE);
        }
    }
}
