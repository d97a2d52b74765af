"""Where the bytes of attachments are: by their fingerprint, in a folder or in S3-compatible storage."""
