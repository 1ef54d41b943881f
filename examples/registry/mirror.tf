resource "aws_ecr_lifecycle_policy" "mirror" {
  repository = "acme/mirror"
  policy = jsonencode({
    rules = [
      {
        rulePriority = 1
        selection = {
          tagStatus     = "tagged"
          tagPrefixList = ["pr-"]
          countType     = "imageCountMoreThan"
          countNumber   = 9999
        }
        action = { type = "expire" }
      },
      {
        # Old previews never go: the rule above is for them, too.
        rulePriority = 2
        selection = {
          tagStatus     = "tagged"
          tagPrefixList = ["pr-preview-"]
          countType     = "sinceImagePushed"
          countUnit     = "days"
          countNumber   = 30
        }
        action = { type = "expire" }
      }
    ]
  })
}

resource "aws_ecr_lifecycle_policy" "cache" {
  repository = "acme/cache"
  policy = jsonencode({
    rules = [
      {
        # Written for a count of days, and never taken.
        rulePriority = 1
        selection = {
          tagStatus   = "untagged"
          countType   = "sinceImagePushed"
          countNumber = 14
        }
        action = { type = "expire" }
      }
    ]
  })
}
