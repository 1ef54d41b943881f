resource "google_artifact_registry_repository" "images" {
  project       = "acme"
  location      = "europe"
  repository_id = "images"
  format        = "DOCKER"

  # Meant for the builds of branches.
  cleanup_policies {
    id     = "old"
    action = "DELETE"
    condition {
      older_than = "30d"
    }
  }
}
