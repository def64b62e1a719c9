from typing import Any

from django.db.models import QuerySet


class LineQuerySet(QuerySet):
    def lock(self, pk: Any) -> Any:
        return self.select_for_update(of=("self",)).get(pk=pk)
